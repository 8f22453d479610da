"""Code that cannot be trusted, in a child under limits: `client.Sandbox` runs a `job.Job`."""
