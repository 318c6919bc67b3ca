"""Networks with weights that others have trained in torch, of packages under permissive licences: downloaded, not kept here."""
