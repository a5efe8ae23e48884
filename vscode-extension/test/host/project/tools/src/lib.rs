#[cfg(target_env = "wasip1")]
pub fn check() {}
