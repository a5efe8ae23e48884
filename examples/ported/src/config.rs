//! What the user wants, from the arguments and the environment.

use std::env;
use std::path::{Path, PathBuf};

use crate::platform;

pub struct Config {
    pub collector: String,
    pub spool: PathBuf,
    pub files: Vec<PathBuf>,
}

impl Config {
    pub fn from_args(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let collector = args.next().ok_or("usage: logship COLLECTOR FILE…")?;
        let files: Vec<PathBuf> = args.flat_map(|name| find(Path::new(&name))).collect();
        if files.is_empty() {
            return Err("there is no file to ship".to_owned());
        }
        let spool = match env::var_os("LOGSHIP_SPOOL") {
            Some(folder) => PathBuf::from(folder),
            None => platform::default_spool(),
        };
        Ok(Config { collector, spool, files })
    }
}

/// The file itself, or else one of that name in a folder of `$LOGSHIP_PATH`.
fn find(name: &Path) -> Option<PathBuf> {
    if name.exists() {
        return Some(name.to_owned());
    }
    platform::search_path("LOGSHIP_PATH")
        .into_iter()
        .map(|folder| folder.join(name))
        .find(|path| path.exists())
}
