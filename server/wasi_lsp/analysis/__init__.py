"""From a file to its findings: the engine, suppression and workspace scans."""
