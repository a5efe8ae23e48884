//! std::fs, and std::path where it asks the file system

use std::fs::{self, File, OpenOptions};
use std::io::{IoSlice, IoSliceMut, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

const TEXT: &str = "seed-data";

/// A file with nine bytes in the granted folder.
fn seed() -> Result<&'static str, std::io::Error> {
    fs::write("seed", TEXT)?;
    Ok("seed")
}

fn open() -> Result<File, std::io::Error> {
    OpenOptions::new().read(true).write(true).open(seed()?)
}

fn an_hour_ago() -> SystemTime {
    SystemTime::now() - Duration::from_secs(3600)
}

//@ fs.File.create = std::fs::File::create
fn probe() -> Probed {
    seen(File::create("f").map(drop))
}

//@ fs.File.create_new = std::fs::File::create_new
fn probe() -> Probed {
    File::create_new("f")?;
    value(File::create_new("f").map(drop).map_err(|error| error.kind()))
}

//@ fs.File.open = std::fs::File::open
fn probe() -> Probed {
    seen(File::open(seed()?).map(drop))
}

//@ fs.File.open_buffered = std::fs::File::open_buffered
fn probe() -> Probed {
    seen(File::open_buffered(seed()?).map(drop))
}

//@ fs.File.read = <std::fs::File as Read>::read
fn probe() -> Probed {
    let mut text = [0; 9];
    let read = open()?.read(&mut text);
    seen(read.map(|n| (n, text)))
}

//@ fs.File.write = <std::fs::File as Write>::write
fn probe() -> Probed {
    seen(open()?.write(b"q"))
}

//@ fs.File.read_vectored = std::fs::File::read_vectored
fn probe() -> Probed {
    let (mut first, mut second) = ([0; 2], [0; 3]);
    let mut parts = [IoSliceMut::new(&mut first), IoSliceMut::new(&mut second)];
    seen(open()?.read_vectored(&mut parts))
}

//@ fs.File.write_vectored = std::fs::File::write_vectored
fn probe() -> Probed {
    seen(open()?.write_vectored(&[IoSlice::new(b"ab"), IoSlice::new(b"cde")]))
}

//@ io.write_vectored = std::io::Write::write_vectored (File)
fn probe() -> Probed {
    seen(Write::write_vectored(&mut open()?, &[IoSlice::new(b"ab"), IoSlice::new(b"cde")]))
}

//@ fs.File.seek = <std::fs::File as Seek>::seek
fn probe() -> Probed {
    let mut file = open()?;
    file.seek(SeekFrom::End(0))?;
    seen(file.seek(SeekFrom::Current(-1)))
}

//@ fs.File.stream_len = <std::fs::File as Seek>::stream_len
fn probe() -> Probed {
    seen(open()?.stream_len())
}

//@ fs.seek_beyond = std::fs::File::seek past end and write
fn probe() -> Probed {
    let mut file = open()?;
    file.seek(SeekFrom::End(1))?;
    file.write_all(b"x")?;
    seen(file.metadata().map(|about| about.len()))
}

//@ fs.File.set_len = std::fs::File::set_len
fn probe() -> Probed {
    let file = open()?;
    file.set_len(4)?;
    seen(file.metadata().map(|about| about.len()))
}

//@ fs.File.sync_all = std::fs::File::sync_all
fn probe() -> Probed {
    seen(open()?.sync_all())
}

//@ fs.File.sync_data = std::fs::File::sync_data
fn probe() -> Probed {
    seen(open()?.sync_data())
}

//@ fs.File.metadata = std::fs::File::metadata
fn probe() -> Probed {
    seen(open()?.metadata().map(|about| (about.len(), about.is_file())))
}

//@ fs.File.set_permissions = std::fs::File::set_permissions
fn probe() -> Probed {
    let file = open()?;
    let permissions = file.metadata()?.permissions();
    seen(file.set_permissions(permissions))
}

//@ fs.File.set_times = std::fs::File::set_times
fn probe() -> Probed {
    let file = open()?;
    let before = an_hour_ago();
    file.set_times(fs::FileTimes::new().set_modified(before))?;
    seen(file.metadata()?.modified().map(|time| time <= before))
}

//@ fs.File.set_modified = std::fs::File::set_modified
fn probe() -> Probed {
    let file = open()?;
    let before = an_hour_ago();
    file.set_modified(before)?;
    seen(file.metadata()?.modified().map(|time| time <= before))
}

//@ fs.File.lock = std::fs::File::lock
fn probe() -> Probed {
    seen(open()?.lock())
}

//@ fs.File.lock_shared = std::fs::File::lock_shared
fn probe() -> Probed {
    seen(open()?.lock_shared())
}

//@ fs.File.try_lock = std::fs::File::try_lock
fn probe() -> Probed {
    seen(open()?.try_lock().map_err(std::io::Error::from))
}

//@ fs.File.try_lock_shared = std::fs::File::try_lock_shared
fn probe() -> Probed {
    seen(open()?.try_lock_shared().map_err(std::io::Error::from))
}

//@ fs.File.unlock = std::fs::File::unlock
fn probe() -> Probed {
    seen(open()?.unlock())
}

//@ fs.File.try_clone = std::fs::File::try_clone
fn probe() -> Probed {
    seen(open()?.try_clone().map(drop))
}

//@ fs.File.debug = <std::fs::File as Debug>
fn probe() -> Probed {
    value(format!("{:?}", open()?).starts_with("File"))
}

//@ fs.OpenOptions.append = std::fs::OpenOptions::append
fn probe() -> Probed {
    OpenOptions::new().append(true).open(seed()?)?.write_all(b"abc")?;
    seen(fs::metadata("seed").map(|about| about.len()))
}

//@ fs.OpenOptions.create_new = std::fs::OpenOptions::create_new
fn probe() -> Probed {
    seen(OpenOptions::new().write(true).create_new(true).open("f").map(drop))
}

//@ fs.OpenOptions.truncate = std::fs::OpenOptions::truncate
fn probe() -> Probed {
    OpenOptions::new().write(true).truncate(true).open(seed()?)?;
    seen(fs::metadata("seed").map(|about| about.len()))
}

//@ fs.OpenOptions.read_write = std::fs::OpenOptions::read.write
fn probe() -> Probed {
    let mut file = OpenOptions::new().read(true).write(true).create(true).open("f")?;
    file.write_all(b"abc")?;
    file.rewind()?;
    let mut text = String::new();
    seen(file.read_to_string(&mut text).map(|_| text))
}

//@ fs.read = std::fs::read
fn probe() -> Probed {
    seen(fs::read(seed()?))
}

//@ fs.read_to_string = std::fs::read_to_string
fn probe() -> Probed {
    seen(fs::read_to_string(seed()?))
}

//@ fs.write = std::fs::write
fn probe() -> Probed {
    seen(fs::write("f", "x"))
}

//@ fs.absolute_path = std::fs::write (absolute path under preopen)
fn probe() -> Probed {
    fs::write(root().join("f"), "x")?;
    seen(fs::read_to_string("f"))
}

//@ fs.dotdot = std::fs::read (path with ..)
fn probe() -> Probed {
    seed()?;
    fs::create_dir("d")?;
    seen(fs::read("d/../seed"))
}

//@ fs.outside_preopen = std::fs::read (outside the preopen)
fn probe() -> Probed {
    seen(fs::read("../../../../../../etc/passwd").map(drop))
}

//@ fs.no_preopen = std::fs::read (no preopened dirs at all)
//@ without folder
fn probe() -> Probed {
    seen(fs::read("seed"))
}

//@ fs.copy = std::fs::copy
fn probe() -> Probed {
    let copied = fs::copy(seed()?, "f");
    seen(copied.map(|n| (n, fs::read_to_string("f"))))
}

//@ fs.rename = std::fs::rename
fn probe() -> Probed {
    fs::rename(seed()?, "f")?;
    seen(fs::exists("f"))
}

//@ fs.rename_over = std::fs::rename (over existing)
fn probe() -> Probed {
    fs::write("f", "x")?;
    fs::rename("f", seed()?)?;
    seen(fs::metadata("seed").map(|about| about.len()))
}

//@ fs.hard_link = std::fs::hard_link
fn probe() -> Probed {
    fs::hard_link(seed()?, "f")?;
    seen(fs::read_to_string("f"))
}

//@ fs.remove_file = std::fs::remove_file
fn probe() -> Probed {
    fs::remove_file(seed()?)?;
    seen(fs::exists("seed"))
}

//@ fs.remove_file_on_dir = std::fs::remove_file (directory) error kind
//@ control err: it is a folder
fn probe() -> Probed {
    fs::create_dir("d")?;
    seen(fs::remove_file("d"))
}

//@ fs.remove_open_file = std::fs::remove_file (open file)
fn probe() -> Probed {
    let mut file = open()?;
    fs::remove_file("seed")?;
    seen(file.read(&mut [0; 4]))
}

//@ fs.exists = std::fs::exists
fn probe() -> Probed {
    seen(fs::exists(seed()?))
}

//@ fs.metadata = std::fs::metadata
fn probe() -> Probed {
    seen(fs::metadata(seed()?).map(|about| (about.len(), about.is_file(), about.is_dir())))
}

//@ fs.symlink_metadata = std::fs::symlink_metadata
fn probe() -> Probed {
    fs::soft_link(seed()?, "l")?;
    seen(fs::symlink_metadata("l").map(|about| about.is_symlink()))
}

//@ fs.Metadata.modified = std::fs::Metadata::modified
fn probe() -> Probed {
    seen(fs::metadata(seed()?)?.modified().map(|time| time > an_hour_ago()))
}

//@ fs.Metadata.accessed = std::fs::Metadata::accessed
fn probe() -> Probed {
    seen(fs::metadata(seed()?)?.accessed().map(|time| time > an_hour_ago()))
}

//@ fs.Metadata.created = std::fs::Metadata::created
fn probe() -> Probed {
    seen(fs::metadata(seed()?)?.created().map(|time| time > an_hour_ago()))
}

//@ fs.Metadata.permissions = std::fs::Metadata::permissions / Permissions::readonly
fn probe() -> Probed {
    value(fs::metadata(seed()?)?.permissions().readonly())
}

//@ fs.Permissions.readonly_on_0444 = std::fs::Permissions::readonly (host file is mode 0444)
//@ with a read-only file
fn probe() -> Probed {
    value(fs::metadata("seed444")?.permissions().readonly())
}

//@ fs.set_permissions = std::fs::set_permissions
fn probe() -> Probed {
    let permissions = fs::metadata(seed()?)?.permissions();
    seen(fs::set_permissions("seed", permissions))
}

//@ fs.set_permissions_nofollow = std::fs::set_permissions_nofollow
//@ control err: on Unix std opens the file with no access mode
fn probe() -> Probed {
    let permissions = fs::metadata(seed()?)?.permissions();
    seen(fs::set_permissions_nofollow("seed", permissions))
}

//@ fs.set_times = std::fs::set_times
fn probe() -> Probed {
    let before = an_hour_ago();
    fs::set_times(seed()?, fs::FileTimes::new().set_modified(before))?;
    seen(fs::metadata("seed")?.modified().map(|time| time <= before))
}

//@ fs.set_times_nofollow = std::fs::set_times_nofollow
fn probe() -> Probed {
    let before = an_hour_ago();
    fs::set_times_nofollow(seed()?, fs::FileTimes::new().set_modified(before))?;
    seen(fs::metadata("seed")?.modified().map(|time| time <= before))
}

//@ fs.create_dir = std::fs::create_dir
fn probe() -> Probed {
    fs::create_dir("d")?;
    seen(fs::exists("d"))
}

//@ fs.create_dir_exists = std::fs::create_dir (exists) error kind
//@ control err: it exists
fn probe() -> Probed {
    fs::create_dir("d")?;
    seen(fs::create_dir("d"))
}

//@ fs.create_dir_all = std::fs::create_dir_all
fn probe() -> Probed {
    fs::create_dir_all("a/b/c")?;
    seen(fs::exists("a/b/c"))
}

//@ fs.remove_dir = std::fs::remove_dir
fn probe() -> Probed {
    fs::create_dir("d")?;
    fs::remove_dir("d")?;
    seen(fs::exists("d"))
}

//@ fs.remove_dir_nonempty = std::fs::remove_dir (not empty) error kind
//@ control err: it is not empty
fn probe() -> Probed {
    fs::create_dir_all("a/b")?;
    seen(fs::remove_dir("a"))
}

//@ fs.remove_dir_all = std::fs::remove_dir_all
fn probe() -> Probed {
    fs::create_dir_all("a/b")?;
    fs::write("a/b/f", "x")?;
    fs::remove_dir_all("a")?;
    seen(fs::exists("a"))
}

//@ fs.DirBuilder = std::fs::DirBuilder
fn probe() -> Probed {
    seen(fs::DirBuilder::new().recursive(true).create("a/b"))
}

//@ fs.read_dir = std::fs::read_dir
fn probe() -> Probed {
    seed()?;
    fs::create_dir("d")?;
    let mut names: Vec<_> = fs::read_dir(".")?.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    value(names)
}

//@ fs.read_dir_file = std::fs::read_dir (on a file) error kind
//@ control err: it is a file
fn probe() -> Probed {
    seen(fs::read_dir(seed()?).map(drop))
}

//@ fs.big_read_dir = std::fs::read_dir (500 entries)
fn probe() -> Probed {
    for n in 0..500 {
        File::create(format!("f{n}"))?;
    }
    value(fs::read_dir(".")?.count())
}

//@ fs.DirEntry.file_type = std::fs::DirEntry::file_type
fn probe() -> Probed {
    seed()?;
    let entry = fs::read_dir(".")?.next().unwrap()?;
    seen(entry.file_type().map(|kind| kind.is_file()))
}

//@ fs.DirEntry.metadata = std::fs::DirEntry::metadata
fn probe() -> Probed {
    seed()?;
    let entry = fs::read_dir(".")?.next().unwrap()?;
    seen(entry.metadata().map(|about| about.len()))
}

//@ fs.soft_link = std::fs::soft_link
fn probe() -> Probed {
    fs::soft_link(seed()?, "l")?;
    seen(fs::read_to_string("l"))
}

//@ fs.soft_link_abs = std::fs::soft_link (absolute target)
fn probe() -> Probed {
    seen(fs::soft_link("/etc/passwd", "l"))
}

//@ fs.symlink_create_deprecated = std::fs::soft_link to dir then read_dir through it
fn probe() -> Probed {
    fs::create_dir("d")?;
    fs::write("d/f", "x")?;
    fs::soft_link("d", "l")?;
    seen(fs::read_dir("l").map(|entries| entries.count()))
}

//@ fs.read_link = std::fs::read_link
fn probe() -> Probed {
    fs::soft_link(seed()?, "l")?;
    seen(fs::read_link("l"))
}

//@ fs.canonicalize = std::fs::canonicalize
fn probe() -> Probed {
    fs::create_dir("d")?;
    seed()?;
    let expected = fs::canonicalize(root()).map(|root| root.join("seed"));
    seen(fs::canonicalize("d/../seed").map(|path| Some(path) == expected.ok()))
}

//@ fs.FileTimes = std::fs::FileTimes::new
fn probe() -> Probed {
    value(drop(fs::FileTimes::new()))
}

//@ fs.FileType.debug = std::fs::FileType
fn probe() -> Probed {
    value(format!("{:?}", fs::metadata(seed()?)?.file_type()).starts_with("FileType"))
}

//@ fs.write_readonly_dirfd = std::fs::File::write (file opened read-only)
//@ control err: it is open for reading
fn probe() -> Probed {
    seen(File::open(seed()?)?.write(b"x"))
}

//@ path.exists = std::path::Path::exists
fn probe() -> Probed {
    value((Path::new(seed()?).exists(), Path::new("no").exists()))
}

//@ path.try_exists = std::path::Path::try_exists
fn probe() -> Probed {
    seen(Path::new(seed()?).try_exists())
}

//@ path.is_file_dir = std::path::Path::{is_file,is_dir,is_symlink}
fn probe() -> Probed {
    let path = Path::new(seed()?);
    value((path.is_file(), path.is_dir(), path.is_symlink()))
}

//@ path.metadata = std::path::Path::metadata
fn probe() -> Probed {
    seen(Path::new(seed()?).metadata().map(|about| about.len()))
}

//@ path.symlink_metadata = std::path::Path::symlink_metadata
fn probe() -> Probed {
    seen(Path::new(seed()?).symlink_metadata().map(|about| about.len()))
}

//@ path.read_link = std::path::Path::read_link
fn probe() -> Probed {
    fs::soft_link(seed()?, "l")?;
    seen(Path::new("l").read_link())
}

//@ path.read_dir = std::path::Path::read_dir
fn probe() -> Probed {
    seed()?;
    seen(Path::new(".").read_dir().map(|entries| entries.count()))
}

//@ path.canonicalize = std::path::Path::canonicalize
fn probe() -> Probed {
    let expected = fs::canonicalize(root()).map(|root| root.join("seed"));
    seen(Path::new(seed()?).canonicalize().map(|path| Some(path) == expected.ok()))
}

//@ path.absolute = std::path::absolute
fn probe() -> Probed {
    seen(std::path::absolute("f").map(|path| path == root().join("f")))
}

//@ path.is_absolute = std::path::Path::is_absolute
fn probe() -> Probed {
    value((Path::new("/a").is_absolute(), std::path::MAIN_SEPARATOR))
}

//@ path.components = std::path::Path::components
fn probe() -> Probed {
    value(Path::new("/a/../b/c").components().count())
}
