"""What a build script does, followed in thought: nothing is run."""
