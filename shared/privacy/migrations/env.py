"""Runs the vault's revisions on the connection that `upgrade_vault` hands over."""

from alembic import context

from shared.privacy.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True
)
with context.begin_transaction():
    context.run_migrations()
