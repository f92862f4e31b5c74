"""Authentication, one file a cloud, shared by the connectors of that cloud."""
