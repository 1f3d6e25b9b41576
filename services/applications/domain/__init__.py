"""The application for an exemption (aanvraag) and the reading of the vehicle register's records."""
