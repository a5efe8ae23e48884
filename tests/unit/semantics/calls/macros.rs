//! Code in the arguments of macros.

use std::fs;
use std::path::Path;

fn known(path: &Path) -> anyhow::Result<()> {
    println!("{} {:?}", path.display(), fs::metadata(path)); //~ Path::display, fs::metadata
    log::debug!("opened {}", path.display()); //~ Path::display
    tracing::info!(target: "a", path = %path.display(), "opened {}", path.exists()); //~ Path::display, Path::exists
    let length = match fs::metadata(path) { //~ fs::metadata
        Ok(metadata) => metadata,
        Err(_) => bail!("{} is gone", path.display()), //~ Path::display
    };
    length.is_dir(); //~ Metadata::is_dir
    Ok(())
}

fn unknown(path: &Path) {
    quote! { fs::metadata(path) };
    mine!(path.exists());
}
