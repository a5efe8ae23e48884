//! What `async` and `.await` make of types.

use std::fs::File;
use std::future::Future;
use std::io;
use std::path::PathBuf;

async fn open(path: PathBuf) -> io::Result<File> {
    File::open(path) //~ File::open
}

async fn use_it() {
    open("a".into()).await.unwrap().sync_all(); //~ Into::into, Result::unwrap, File::sync_all
    let later = open(PathBuf::new()); //~ PathBuf::new
    later.sync_all();
    later.await.unwrap().sync_all(); //~ Result::unwrap, File::sync_all
    async { PathBuf::new() }.await.exists(); //~ PathBuf::new, Path::exists
}

async fn given(path: impl Future<Output = PathBuf>) {
    path.await.exists(); //~ Path::exists
}
