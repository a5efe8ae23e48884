//! An example for WASI. Nothing of it is saved unless you wish.

use std::path::PathBuf;

// `wasip2` is the name of the target; its `target_env` is another. The quick fix knows it.
#[cfg(target_env = "wasip2")]
pub const HOST: &str = "a component";

#[cfg(not(target_env = "p2"))]
pub const HOST: &str = "something else";

// This compiles, and panics as soon as it runs on WASI. Point at `temp_dir` to see why.
pub fn cache() -> PathBuf {
    std::env::temp_dir().join("cache")
}

// With `wasm32-wasip2` in focus this is dimmed.
#[cfg(unix)]
pub fn user() -> u32 {
    1000
}
