//! std::os

use std::fs::{self, File, OpenOptions};
use std::io::{IsTerminal, Read, Seek};
use std::net::{TcpListener, UdpSocket};
use std::os::fd::*;

/// A file with nine bytes, open for reading and writing.
fn open() -> Result<File, std::io::Error> {
    fs::write("seed", "seed-data")?;
    OpenOptions::new().read(true).write(true).open("seed")
}

/// The descriptor of the folder `d`.
#[cfg(target_os = "wasi")]
fn folder() -> Result<File, std::io::Error> {
    fs::create_dir("d")?;
    File::open("d")
}

//@ use.std.os.fd = std::os::fd
fn probe() -> Probed {
    value(std::os::fd::RawFd::MIN)
}

//@ use.std.os.raw.c_char = std::os::raw::c_char
fn probe() -> Probed {
    value(size_of::<std::os::raw::c_char>())
}

//@ os.fd.AsRawFd.File = std::os::fd::AsRawFd for File
fn probe() -> Probed {
    value(open()?.as_raw_fd() > 2)
}

//@ os.fd.AsRawFd.stdio = std::os::fd::AsRawFd for Stdin/Stdout/Stderr
fn probe() -> Probed {
    use std::io;
    value([io::stdin().as_raw_fd(), io::stdout().as_raw_fd(), io::stderr().as_raw_fd()])
}

//@ os.fd.AsRawFd.TcpListener = std::os::fd::AsRawFd for TcpListener
fn probe() -> Probed {
    value(TcpListener::bind("127.0.0.1:0")?.as_raw_fd() > 2)
}

//@ os.fd.AsRawFd.UdpSocket = std::os::fd::AsRawFd for UdpSocket
fn probe() -> Probed {
    value(UdpSocket::bind("127.0.0.1:0")?.as_raw_fd() > 2)
}

//@ os.fd.IntoRawFd_FromRawFd = std::os::fd::{IntoRawFd,FromRawFd} for File
fn probe() -> Probed {
    let mut file = unsafe { File::from_raw_fd(open()?.into_raw_fd()) };
    seen(file.read(&mut [0; 20]))
}

//@ os.fd.OwnedFd.from_file = std::os::fd::OwnedFd: From<File>
fn probe() -> Probed {
    let owned = OwnedFd::from(open()?);
    seen(File::from(owned).stream_position())
}

//@ os.fd.OwnedFd.from_tcp = std::os::fd::OwnedFd: From<TcpListener>
fn probe() -> Probed {
    let owned = OwnedFd::from(TcpListener::bind("127.0.0.1:0")?);
    seen(TcpListener::from(owned).local_addr().map(|address| address.ip()))
}

//@ os.fd.OwnedFd.IsTerminal = std::io::IsTerminal for OwnedFd
fn probe() -> Probed {
    value(OwnedFd::from(open()?).is_terminal())
}

//@ os.fd.OwnedFd.try_clone = std::os::fd::OwnedFd::try_clone
fn probe() -> Probed {
    seen(OwnedFd::from(open()?).try_clone().map(drop))
}

//@ os.fd.BorrowedFd.try_clone_to_owned = std::os::fd::BorrowedFd::try_clone_to_owned
fn probe() -> Probed {
    seen(open()?.as_fd().try_clone_to_owned().map(drop))
}

//@ os.fd.stdin.try_clone_to_owned = std::os::fd::BorrowedFd::try_clone_to_owned (stdin)
fn probe() -> Probed {
    seen(std::io::stdin().as_fd().try_clone_to_owned().map(drop))
}

//@ os.wasi.module = std::os::wasi (module itself without wasip2 feature)
fn probe() -> Probed {
    use std::os::wasi as _;
    value(())
}

//@ os.wasi.prelude = std::os::wasi::prelude::*
fn probe() -> Probed {
    use std::os::wasi::prelude::*;
    value(())
}

//@ os.wasi.ffi.OsStrExt = std::os::wasi::ffi::OsStrExt
fn probe() -> Probed {
    use std::os::wasi::ffi::OsStrExt;
    value(std::ffi::OsStr::new("ab").as_bytes().len())
}

//@ os.wasi.ffi.OsStringExt = std::os::wasi::ffi::OsStringExt
fn probe() -> Probed {
    use std::os::wasi::ffi::OsStringExt;
    value(std::ffi::OsString::from_vec(vec![97]).len())
}

//@ os.wasi.io.AsRawFd = std::os::wasi::io::AsRawFd
fn probe() -> Probed {
    use std::os::wasi::io::AsRawFd as Raw;
    value(Raw::as_raw_fd(&std::io::stdout()))
}

//@ os.wasi.io.OwnedFd.try_clone = std::os::wasi::io::OwnedFd::try_clone
fn probe() -> Probed {
    seen(std::os::wasi::io::OwnedFd::from(open()?).try_clone().map(drop))
}

//@ os.wasi.io.BorrowedFd.try_clone_to_owned = std::os::wasi::io::BorrowedFd::try_clone_to_owned
fn probe() -> Probed {
    let file = open()?;
    let borrowed: std::os::wasi::io::BorrowedFd = file.as_fd();
    seen(borrowed.try_clone_to_owned().map(drop))
}

//@ os.wasi.prelude.OwnedFd.try_clone = std::os::wasi::prelude::OwnedFd::try_clone
fn probe() -> Probed {
    seen(std::os::wasi::prelude::OwnedFd::from(open()?).try_clone().map(drop))
}

//@ os.wasi.prelude.BorrowedFd.try_clone_to_owned = std::os::wasi::prelude::BorrowedFd::try_clone_to_owned
fn probe() -> Probed {
    let file = open()?;
    let borrowed: std::os::wasi::prelude::BorrowedFd = file.as_fd();
    seen(borrowed.try_clone_to_owned().map(drop))
}

//@ os.wasi.fs.FileExt.read_at = std::os::wasi::fs::FileExt::read_at
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    seen(open()?.read_at(&mut [0; 2], 1))
}

//@ os.wasi.fs.FileExt.write_at = std::os::wasi::fs::FileExt::write_at
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    seen(open()?.write_at(b"abcde", 1))
}

//@ os.wasi.fs.FileExt.read_exact_at = std::os::wasi::fs::FileExt::read_exact_at
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    seen(open()?.read_exact_at(&mut [0; 2], 1))
}

//@ os.wasi.fs.FileExt.write_all_at = std::os::wasi::fs::FileExt::write_all_at
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    seen(open()?.write_all_at(b"abcde", 1))
}

//@ os.wasi.fs.FileExt.read_vectored_at = std::os::wasi::fs::FileExt::read_vectored_at
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    let mut part = [0; 2];
    seen(open()?.read_vectored_at(&mut [std::io::IoSliceMut::new(&mut part)], 1))
}

//@ os.wasi.fs.FileExt.write_vectored_at = std::os::wasi::fs::FileExt::write_vectored_at
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    seen(open()?.write_vectored_at(&[std::io::IoSlice::new(b"ab")], 1))
}

//@ os.wasi.fs.FileExt.read_buf_at = std::os::wasi::fs::FileExt::read_buf_at
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    let mut space = [std::mem::MaybeUninit::uninit(); 8];
    let mut buffer = std::io::BorrowedBuf::from(&mut space[..]);
    open()?.read_buf_at(buffer.unfilled(), 1)?;
    value(buffer.len())
}

//@ os.wasi.fs.FileExt.fdstat_set_flags = std::os::wasi::fs::FileExt::fdstat_set_flags
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    seen(open()?.fdstat_set_flags(0))
}

//@ os.wasi.fs.FileExt.fdstat_set_rights = std::os::wasi::fs::FileExt::fdstat_set_rights
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    seen(open()?.fdstat_set_rights(0, 0))
}

//@ os.wasi.fs.FileExt.advise = std::os::wasi::fs::FileExt::advise
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    seen(open()?.advise(0, 1, 0))
}

//@ os.wasi.fs.FileExt.allocate = std::os::wasi::fs::FileExt::allocate
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    seen(open()?.allocate(0, 64))
}

//@ os.wasi.fs.FileExt.create_directory = std::os::wasi::fs::FileExt::create_directory
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    seen(folder()?.create_directory("e"))
}

//@ os.wasi.fs.FileExt.remove_directory = std::os::wasi::fs::FileExt::remove_directory
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    let folder = folder()?;
    fs::create_dir("d/e")?;
    seen(folder.remove_directory("e"))
}

//@ os.wasi.fs.FileExt.remove_file = std::os::wasi::fs::FileExt::remove_file
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    let folder = folder()?;
    fs::write("d/f", "x")?;
    seen(folder.remove_file("f"))
}

//@ os.wasi.fs.FileExt.read_link = std::os::wasi::fs::FileExt::read_link
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    let folder = folder()?;
    fs::soft_link("target", "d/l")?;
    seen(folder.read_link("l"))
}

//@ os.wasi.fs.FileExt.metadata_at = std::os::wasi::fs::FileExt::metadata_at
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    seen(folder()?.metadata_at(0, ".").map(drop))
}

//@ os.wasi.fs.FileExt.tell = std::os::wasi::fs::FileExt::tell
fn probe() -> Probed {
    use std::os::wasi::fs::FileExt;
    seen(open()?.tell())
}

//@ os.wasi.fs.OpenOptionsExt.custom_flags = std::os::wasi::fs::OpenOptionsExt::custom_flags
fn probe() -> Probed {
    use std::os::wasi::fs::OpenOptionsExt;
    open()?;
    seen(OpenOptions::new().read(true).custom_flags(0).open("seed").map(drop))
}

//@ os.wasi.fs.OpenOptionsExt.directory = std::os::wasi::fs::OpenOptionsExt::directory
fn probe() -> Probed {
    use std::os::wasi::fs::OpenOptionsExt;
    seen(OpenOptions::new().read(true).directory(true).open(".").map(drop))
}

//@ os.wasi.fs.OpenOptionsExt.dsync = std::os::wasi::fs::OpenOptionsExt::dsync
fn probe() -> Probed {
    use std::os::wasi::fs::OpenOptionsExt;
    seen(OpenOptions::new().write(true).create(true).dsync(true).open("f").map(drop))
}

//@ os.wasi.fs.OpenOptionsExt.rsync = std::os::wasi::fs::OpenOptionsExt::rsync
fn probe() -> Probed {
    use std::os::wasi::fs::OpenOptionsExt;
    seen(OpenOptions::new().write(true).create(true).rsync(true).open("f").map(drop))
}

//@ os.wasi.fs.OpenOptionsExt.sync = std::os::wasi::fs::OpenOptionsExt::sync
fn probe() -> Probed {
    use std::os::wasi::fs::OpenOptionsExt;
    seen(OpenOptions::new().write(true).create(true).sync(true).open("f").map(drop))
}

//@ os.wasi.fs.OpenOptionsExt.nonblock = std::os::wasi::fs::OpenOptionsExt::nonblock
fn probe() -> Probed {
    use std::os::wasi::fs::OpenOptionsExt;
    seen(OpenOptions::new().write(true).create(true).nonblock(true).open("f").map(drop))
}

//@ os.wasi.fs.OpenOptionsExt.fs_rights_base = std::os::wasi::fs::OpenOptionsExt::fs_rights_base
fn probe() -> Probed {
    use std::os::wasi::fs::OpenOptionsExt;
    value(drop(OpenOptions::new().fs_rights_base(0)))
}

//@ os.wasi.fs.OpenOptionsExt.fs_rights_inheriting = std::os::wasi::fs::OpenOptionsExt::fs_rights_inheriting
fn probe() -> Probed {
    use std::os::wasi::fs::OpenOptionsExt;
    value(drop(OpenOptions::new().fs_rights_inheriting(0)))
}

//@ os.wasi.fs.OpenOptionsExt.lookup_flags = std::os::wasi::fs::OpenOptionsExt::lookup_flags
fn probe() -> Probed {
    use std::os::wasi::fs::OpenOptionsExt;
    value(drop(OpenOptions::new().lookup_flags(0)))
}

//@ os.wasi.fs.OpenOptionsExt.open_at = std::os::wasi::fs::OpenOptionsExt::open_at
fn probe() -> Probed {
    use std::os::wasi::fs::OpenOptionsExt;
    fs::write("f", "x")?;
    seen(OpenOptions::new().read(true).open_at(&File::open(".")?, "f").map(drop))
}

//@ os.wasi.fs.MetadataExt = std::os::wasi::fs::MetadataExt::{dev,ino,nlink}
fn probe() -> Probed {
    use std::os::wasi::fs::MetadataExt;
    let about = open()?.metadata()?;
    value((about.dev() != 0, about.ino() != 0, about.nlink()))
}

//@ os.wasi.fs.MetadataExt.size = std::os::wasi::fs::MetadataExt::size
fn probe() -> Probed {
    use std::os::wasi::fs::MetadataExt;
    value(open()?.metadata()?.size())
}

//@ os.wasi.fs.MetadataExt.atim = std::os::wasi::fs::MetadataExt::atim
fn probe() -> Probed {
    use std::os::wasi::fs::MetadataExt;
    value(open()?.metadata()?.atim() > 0)
}

//@ os.wasi.fs.MetadataExt.mtim = std::os::wasi::fs::MetadataExt::mtim
fn probe() -> Probed {
    use std::os::wasi::fs::MetadataExt;
    value(open()?.metadata()?.mtim() > 0)
}

//@ os.wasi.fs.MetadataExt.ctim = std::os::wasi::fs::MetadataExt::ctim
fn probe() -> Probed {
    use std::os::wasi::fs::MetadataExt;
    value(open()?.metadata()?.ctim() > 0)
}

//@ os.wasi.fs.FileTypeExt = std::os::wasi::fs::FileTypeExt
fn probe() -> Probed {
    use std::os::wasi::fs::FileTypeExt;
    let kind = open()?.metadata()?.file_type();
    value((kind.is_block_device(), kind.is_char_device()))
}

//@ os.wasi.fs.FileTypeExt.is_socket_dgram = std::os::wasi::fs::FileTypeExt::is_socket_dgram
fn probe() -> Probed {
    use std::os::wasi::fs::FileTypeExt;
    value(open()?.metadata()?.file_type().is_socket_dgram())
}

//@ os.wasi.fs.FileTypeExt.is_socket_stream = std::os::wasi::fs::FileTypeExt::is_socket_stream
fn probe() -> Probed {
    use std::os::wasi::fs::FileTypeExt;
    value(open()?.metadata()?.file_type().is_socket_stream())
}

//@ os.wasi.fs.link = std::os::wasi::fs::link
fn probe() -> Probed {
    open()?;
    let folder = File::open(".")?;
    seen(std::os::wasi::fs::link(&folder, 0, "seed", &folder, "l"))
}

//@ os.wasi.fs.rename = std::os::wasi::fs::rename
fn probe() -> Probed {
    open()?;
    let folder = File::open(".")?;
    seen(std::os::wasi::fs::rename(&folder, "seed", &folder, "f"))
}

//@ os.wasi.fs.symlink = std::os::wasi::fs::symlink
fn probe() -> Probed {
    open()?;
    seen(std::os::wasi::fs::symlink("seed", &File::open(".")?, "l"))
}

//@ os.wasi.fs.symlink_path = std::os::wasi::fs::symlink_path
fn probe() -> Probed {
    open()?;
    seen(std::os::wasi::fs::symlink_path("seed", "l"))
}

//@ os.wasip2 = std::os::wasip2
fn probe() -> Probed {
    use std::os::wasip2 as _;
    value(())
}
