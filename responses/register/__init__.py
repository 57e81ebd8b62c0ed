"""The register of stakeholders: who they are, who of them was invited, and whom has not been heard from."""
