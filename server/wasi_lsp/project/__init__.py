"""The files around the Rust code: manifests, Cargo configuration, toolchain files."""
