//! std::net

use std::fs::{self, File};
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::net::*;
use std::time::{Duration, Instant};

const SHORT: Option<Duration> = Some(Duration::from_millis(100));

fn listener() -> io::Result<TcpListener> {
    TcpListener::bind("127.0.0.1:0")
}

fn listener_v6() -> io::Result<TcpListener> {
    TcpListener::bind("[::1]:0")
}

/// The two ends of a connection: the one that connected, and the one that was accepted.
fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let listener = listener()?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    Ok((client, listener.accept()?.0))
}

fn socket() -> io::Result<UdpSocket> {
    UdpSocket::bind("127.0.0.1:0")
}

fn socket_v6() -> io::Result<UdpSocket> {
    UdpSocket::bind("[::1]:0")
}

/// A port of this machine on which nobody listens.
fn closed_port() -> io::Result<SocketAddr> {
    listener()?.local_addr()
}

//@ net.TcpListener.bind = std::net::TcpListener::bind
fn probe() -> Probed {
    seen(listener().map(drop))
}

//@ net.TcpListener.bind_v6 = std::net::TcpListener::bind ([::1])
fn probe() -> Probed {
    seen(listener_v6().map(drop))
}

//@ net.TcpListener.bind_any = std::net::TcpListener::bind (0.0.0.0:0)
fn probe() -> Probed {
    seen(TcpListener::bind("0.0.0.0:0").and_then(|l| l.local_addr()).map(|a| a.ip()))
}

//@ net.TcpListener.bind_in_use = std::net::TcpListener::bind (address in use)
//@ control err: the address is in use
fn probe() -> Probed {
    let first = listener()?;
    seen(TcpListener::bind(first.local_addr()?).map(drop))
}

//@ net.TcpListener.bind_noperm = std::net::TcpListener::bind (host grants no network)
//@ without network
fn probe() -> Probed {
    seen(listener().map(drop))
}

//@ net.TcpListener.local_addr = std::net::TcpListener::local_addr
fn probe() -> Probed {
    seen(listener()?.local_addr().map(|address| address.port() != 0))
}

//@ net.TcpListener.accept = std::net::TcpListener::accept
fn probe() -> Probed {
    let listener = listener()?;
    let _client = TcpStream::connect(listener.local_addr()?)?;
    seen(listener.accept().map(|(_, address)| address.ip()))
}

//@ net.TcpListener.incoming = std::net::TcpListener::incoming
fn probe() -> Probed {
    let listener = listener()?;
    let _client = TcpStream::connect(listener.local_addr()?)?;
    seen(listener.incoming().next().unwrap().map(drop))
}

//@ net.TcpListener.into_incoming = std::net::TcpListener::into_incoming
fn probe() -> Probed {
    let listener = listener()?;
    let _client = TcpStream::connect(listener.local_addr()?)?;
    seen(listener.into_incoming().next().unwrap().map(drop))
}

//@ net.TcpListener.set_nonblocking = std::net::TcpListener::set_nonblocking
fn probe() -> Probed {
    let listener = listener()?;
    listener.set_nonblocking(true)?;
    value(listener.accept().map(drop).map_err(|error| error.kind()))
}

//@ net.TcpListener.ttl = std::net::TcpListener::ttl
fn probe() -> Probed {
    seen(listener()?.ttl())
}

//@ net.TcpListener.set_ttl = std::net::TcpListener::set_ttl
fn probe() -> Probed {
    let listener = listener()?;
    seen(listener.set_ttl(33).and_then(|()| listener.ttl()))
}

//@ net.TcpListener.only_v6 = std::net::TcpListener::only_v6
fn probe() -> Probed {
    seen(listener_v6()?.only_v6())
}

//@ net.TcpListener.set_only_v6 = std::net::TcpListener::set_only_v6
//@ control err: the socket is bound already
fn probe() -> Probed {
    seen(listener_v6()?.set_only_v6(true))
}

//@ net.TcpListener.try_clone = std::net::TcpListener::try_clone
fn probe() -> Probed {
    seen(listener()?.try_clone().map(drop))
}

//@ net.TcpListener.take_error = std::net::TcpListener::take_error
fn probe() -> Probed {
    seen(listener()?.take_error().map(|error| error.is_none()))
}

//@ net.TcpListener.debug = <std::net::TcpListener as Debug>
fn probe() -> Probed {
    value(format!("{:?}", listener()?).starts_with("TcpListener"))
}

//@ net.TcpStream.connect = std::net::TcpStream::connect
fn probe() -> Probed {
    let listener = listener();
    let address = match &listener {
        Ok(listener) => listener.local_addr()?,
        Err(_) => "127.0.0.1:9".parse()?,
    };
    seen(TcpStream::connect(address).map(drop))
}

//@ net.TcpStream.connect_timeout = std::net::TcpStream::connect_timeout
fn probe() -> Probed {
    let listener = listener();
    let address = match &listener {
        Ok(listener) => listener.local_addr()?,
        Err(_) => "127.0.0.1:9".parse()?,
    };
    seen(TcpStream::connect_timeout(&address, Duration::from_secs(1)).map(drop))
}

//@ net.TcpStream.connect_timeout_direct = std::net::TcpStream::connect_timeout (closed port)
//@ control err: nobody listens there
fn probe() -> Probed {
    let address = closed_port().unwrap_or("127.0.0.1:9".parse()?);
    seen(TcpStream::connect_timeout(&address, Duration::from_secs(1)).map(drop))
}

//@ net.TcpStream.connect_timeout_refused_then_take_error = std::net::TcpStream::connect_timeout (closed port) then take_error
//@ control err: nobody listens there
fn probe() -> Probed {
    let address = closed_port().unwrap_or("127.0.0.1:9".parse()?);
    let stream = match TcpStream::connect_timeout(&address, Duration::from_secs(1)) {
        Ok(stream) => stream,
        Err(error) => return seen(Err::<(), _>(error)),
    };
    seen(stream.take_error().map(|error| error.map(|error| error.kind())))
}

//@ net.TcpStream.connect_timeout_refused_then_write = std::net::TcpStream::connect_timeout (closed port) then write/read
//@ control err: nobody listens there
fn probe() -> Probed {
    let address = closed_port().unwrap_or("127.0.0.1:9".parse()?);
    let mut stream = match TcpStream::connect_timeout(&address, Duration::from_secs(1)) {
        Ok(stream) => stream,
        Err(error) => return seen(Err::<(), _>(error)),
    };
    let wrote = stream.write(b"x").map_err(|error| error.kind());
    value((wrote, stream.read(&mut [0; 1]).map_err(|error| error.kind())))
}

//@ net.TcpStream.connect_timeout_then_rw = std::net::TcpStream::connect_timeout (open port) then read/write
fn probe() -> Probed {
    let listener = listener()?;
    let address = listener.local_addr()?;
    let mut client = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    let mut server = listener.accept()?.0;
    client.write_all(b"hi")?;
    seen(server.read(&mut [0; 9]))
}

//@ net.TcpStream.read_write = std::net::TcpStream::{read,write}
fn probe() -> Probed {
    let (mut client, mut server) = pair()?;
    let mut text = [0; 3];
    client.write_all(b"hey")?;
    server.read_exact(&mut text)?;
    value(text)
}

//@ net.TcpStream.read_eof = std::net::TcpStream::read (peer closed)
fn probe() -> Probed {
    let (client, mut server) = pair()?;
    drop(client);
    seen(server.read(&mut [0; 3]))
}

//@ net.TcpStream.write_after_peer_close = std::net::TcpStream::write (peer closed)
fn probe() -> Probed {
    let (client, mut server) = pair()?;
    drop(client);
    let wrote = (0..50).find_map(|_| {
        std::thread::sleep(Duration::from_millis(10));
        server.write(b"x").err()
    });
    value(wrote.is_some())
}

//@ net.TcpStream.vectored = std::net::TcpStream::write_vectored
fn probe() -> Probed {
    let (mut client, _server) = pair()?;
    seen(client.write_vectored(&[IoSlice::new(b"ab"), IoSlice::new(b"cde")]))
}

//@ net.TcpStream.read_vectored = std::net::TcpStream::read_vectored
fn probe() -> Probed {
    let (mut client, mut server) = pair()?;
    client.write_all(b"abcde")?;
    let (mut first, mut second) = ([0; 2], [0; 3]);
    let mut parts = [IoSliceMut::new(&mut first), IoSliceMut::new(&mut second)];
    seen(server.read_vectored(&mut parts))
}

//@ net.TcpStream.local_addr = std::net::TcpStream::local_addr
fn probe() -> Probed {
    seen(pair()?.0.local_addr().map(|address| address.ip()))
}

//@ net.TcpStream.peer_addr = std::net::TcpStream::peer_addr
fn probe() -> Probed {
    seen(pair()?.0.peer_addr().map(|address| address.ip()))
}

//@ net.TcpStream.shutdown_write = std::net::TcpStream::shutdown(Write)
fn probe() -> Probed {
    let (client, mut server) = pair()?;
    client.shutdown(Shutdown::Write)?;
    seen(server.read(&mut [0; 1]))
}

//@ net.TcpStream.shutdown_both = std::net::TcpStream::shutdown(Both)
fn probe() -> Probed {
    seen(pair()?.0.shutdown(Shutdown::Both))
}

//@ net.TcpStream.shutdown_read = std::net::TcpStream::shutdown(Read)
fn probe() -> Probed {
    seen(pair()?.0.shutdown(Shutdown::Read))
}

//@ net.TcpStream.try_clone = std::net::TcpStream::try_clone
fn probe() -> Probed {
    seen(pair()?.0.try_clone().map(drop))
}

//@ net.TcpStream.peek = std::net::TcpStream::peek
fn probe() -> Probed {
    let (client, mut server) = pair()?;
    server.write_all(b"x")?;
    seen(client.peek(&mut [0; 4]))
}

//@ net.TcpStream.nodelay = std::net::TcpStream::nodelay
fn probe() -> Probed {
    seen(pair()?.0.nodelay())
}

//@ net.TcpStream.set_nodelay = std::net::TcpStream::set_nodelay
fn probe() -> Probed {
    seen(pair()?.0.set_nodelay(true))
}

//@ net.TcpStream.nodelay_roundtrip = std::net::TcpStream::set_nodelay then nodelay
fn probe() -> Probed {
    let (client, _server) = pair()?;
    client.set_nodelay(true)?;
    seen(client.nodelay())
}

//@ net.TcpStream.linger = std::net::TcpStream::linger
fn probe() -> Probed {
    seen(pair()?.0.linger())
}

//@ net.TcpStream.set_linger = std::net::TcpStream::set_linger
fn probe() -> Probed {
    seen(pair()?.0.set_linger(SHORT))
}

//@ net.TcpStream.ttl = std::net::TcpStream::ttl
fn probe() -> Probed {
    seen(pair()?.0.ttl())
}

//@ net.TcpStream.set_ttl = std::net::TcpStream::set_ttl
fn probe() -> Probed {
    let (client, _server) = pair()?;
    seen(client.set_ttl(40).and_then(|()| client.ttl()))
}

//@ net.TcpStream.set_nonblocking = std::net::TcpStream::set_nonblocking
fn probe() -> Probed {
    let (mut client, _server) = pair()?;
    client.set_nonblocking(true)?;
    value(client.read(&mut [0; 1]).map_err(|error| error.kind()))
}

//@ net.TcpStream.set_read_timeout = std::net::TcpStream::set_read_timeout
fn probe() -> Probed {
    seen(pair()?.0.set_read_timeout(SHORT))
}

//@ net.TcpStream.read_timeout = std::net::TcpStream::read_timeout
fn probe() -> Probed {
    seen(pair()?.0.read_timeout())
}

//@ net.TcpStream.set_write_timeout = std::net::TcpStream::set_write_timeout
fn probe() -> Probed {
    seen(pair()?.0.set_write_timeout(SHORT))
}

//@ net.TcpStream.write_timeout = std::net::TcpStream::write_timeout
fn probe() -> Probed {
    seen(pair()?.0.write_timeout())
}

//@ net.TcpStream.read_with_timeout_honoured = std::net::TcpStream::read with read timeout set (no data)
fn probe() -> Probed {
    let (mut client, _server) = pair()?;
    client.set_read_timeout(SHORT)?;
    let start = Instant::now();
    let read = client.read(&mut [0; 1]).map_err(|error| error.kind());
    value((read, start.elapsed() >= Duration::from_millis(90)))
}

//@ net.TcpStream.take_error = std::net::TcpStream::take_error
fn probe() -> Probed {
    seen(pair()?.0.take_error().map(|error| error.is_none()))
}

//@ net.TcpStream.debug = <std::net::TcpStream as Debug>
fn probe() -> Probed {
    value(format!("{:?}", pair()?.0).starts_with("TcpStream"))
}

//@ io.copy_file_to_tcp = std::io::copy (File to TcpStream)
fn probe() -> Probed {
    let (mut client, _server) = pair()?;
    fs::write("f", "seed-data")?;
    seen(io::copy(&mut File::open("f")?, &mut client))
}

//@ io.copy_tcp_to_file = std::io::copy (TcpStream to File)
fn probe() -> Probed {
    let (mut client, mut server) = pair()?;
    client.write_all(b"abc")?;
    drop(client);
    seen(io::copy(&mut server, &mut File::create("f")?))
}

//@ net.UdpSocket.bind = std::net::UdpSocket::bind
fn probe() -> Probed {
    seen(socket().map(drop))
}

//@ net.UdpSocket.local_addr = std::net::UdpSocket::local_addr
fn probe() -> Probed {
    seen(socket()?.local_addr().map(|address| address.ip()))
}

//@ net.UdpSocket.connect = std::net::UdpSocket::connect
fn probe() -> Probed {
    seen(socket()?.connect(socket()?.local_addr()?))
}

//@ net.UdpSocket.peer_addr = std::net::UdpSocket::peer_addr
fn probe() -> Probed {
    let (first, second) = (socket()?, socket()?);
    first.connect(second.local_addr()?)?;
    seen(first.peer_addr().map(|address| address.ip()))
}

//@ net.UdpSocket.send = std::net::UdpSocket::send
fn probe() -> Probed {
    let (first, second) = (socket()?, socket()?);
    first.connect(second.local_addr()?)?;
    seen(first.send(b"hi"))
}

//@ net.UdpSocket.recv = std::net::UdpSocket::recv
fn probe() -> Probed {
    let (first, second) = (socket()?, socket()?);
    first.send_to(b"hi", second.local_addr()?)?;
    seen(second.recv(&mut [0; 9]))
}

//@ net.UdpSocket.send_to = std::net::UdpSocket::send_to
fn probe() -> Probed {
    let (first, second) = (socket()?, socket()?);
    seen(first.send_to(b"hi", second.local_addr()?))
}

//@ net.UdpSocket.recv_from = std::net::UdpSocket::recv_from
fn probe() -> Probed {
    let (first, second) = (socket()?, socket()?);
    first.send_to(b"hi", second.local_addr()?)?;
    seen(second.recv_from(&mut [0; 9]).map(|(n, from)| (n, Some(from) == first.local_addr().ok())))
}

//@ net.UdpSocket.connect_then_recv_from = std::net::UdpSocket::connect + recv_from
fn probe() -> Probed {
    let (first, second) = (socket()?, socket()?);
    second.connect(first.local_addr()?)?;
    first.send_to(b"hi", second.local_addr()?)?;
    seen(second.recv_from(&mut [0; 9]).map(|(n, from)| (n, Some(from) == first.local_addr().ok())))
}

//@ net.UdpSocket.peek = std::net::UdpSocket::peek
fn probe() -> Probed {
    let (first, second) = (socket()?, socket()?);
    second.connect(first.local_addr()?)?;
    first.send_to(b"hi", second.local_addr()?)?;
    seen(second.peek(&mut [0; 9]))
}

//@ net.UdpSocket.peek_from = std::net::UdpSocket::peek_from
fn probe() -> Probed {
    let (first, second) = (socket()?, socket()?);
    first.send_to(b"hi", second.local_addr()?)?;
    seen(second.peek_from(&mut [0; 9]).map(|(n, _)| n))
}

//@ net.UdpSocket.try_clone = std::net::UdpSocket::try_clone
fn probe() -> Probed {
    seen(socket()?.try_clone().map(drop))
}

//@ net.UdpSocket.set_nonblocking = std::net::UdpSocket::set_nonblocking
fn probe() -> Probed {
    let socket = socket()?;
    socket.set_nonblocking(true)?;
    value(socket.recv(&mut [0; 1]).map_err(|error| error.kind()))
}

//@ net.UdpSocket.set_broadcast = std::net::UdpSocket::set_broadcast
fn probe() -> Probed {
    seen(socket()?.set_broadcast(true))
}

//@ net.UdpSocket.broadcast = std::net::UdpSocket::broadcast
fn probe() -> Probed {
    seen(socket()?.broadcast())
}

//@ net.UdpSocket.ttl = std::net::UdpSocket::ttl
fn probe() -> Probed {
    seen(socket()?.ttl())
}

//@ net.UdpSocket.set_ttl = std::net::UdpSocket::set_ttl
fn probe() -> Probed {
    let socket = socket()?;
    seen(socket.set_ttl(9).and_then(|()| socket.ttl()))
}

//@ net.UdpSocket.set_read_timeout = std::net::UdpSocket::set_read_timeout
fn probe() -> Probed {
    seen(socket()?.set_read_timeout(SHORT))
}

//@ net.UdpSocket.set_write_timeout = std::net::UdpSocket::set_write_timeout
fn probe() -> Probed {
    seen(socket()?.set_write_timeout(SHORT))
}

//@ net.UdpSocket.read_timeout = std::net::UdpSocket::read_timeout
fn probe() -> Probed {
    seen(socket()?.read_timeout())
}

//@ net.UdpSocket.write_timeout = std::net::UdpSocket::write_timeout
fn probe() -> Probed {
    seen(socket()?.write_timeout())
}

//@ net.UdpSocket.recv_timeout_honoured = std::net::UdpSocket::recv_from with read timeout set (no data)
fn probe() -> Probed {
    let socket = socket()?;
    socket.set_read_timeout(SHORT)?;
    value(socket.recv_from(&mut [0; 1]).map_err(|error| error.kind()))
}

//@ net.UdpSocket.take_error = std::net::UdpSocket::take_error
fn probe() -> Probed {
    seen(socket()?.take_error().map(|error| error.is_none()))
}

//@ net.UdpSocket.multicast_loop_v4 = std::net::UdpSocket::multicast_loop_v4
fn probe() -> Probed {
    seen(socket()?.multicast_loop_v4())
}

//@ net.UdpSocket.set_multicast_loop_v4 = std::net::UdpSocket::set_multicast_loop_v4
fn probe() -> Probed {
    seen(socket()?.set_multicast_loop_v4(true))
}

//@ net.UdpSocket.multicast_ttl_v4 = std::net::UdpSocket::multicast_ttl_v4
fn probe() -> Probed {
    seen(socket()?.multicast_ttl_v4())
}

//@ net.UdpSocket.set_multicast_ttl_v4 = std::net::UdpSocket::set_multicast_ttl_v4
fn probe() -> Probed {
    seen(socket()?.set_multicast_ttl_v4(1))
}

//@ net.UdpSocket.multicast_loop_v6 = std::net::UdpSocket::multicast_loop_v6
fn probe() -> Probed {
    seen(socket_v6()?.multicast_loop_v6())
}

//@ net.UdpSocket.set_multicast_loop_v6 = std::net::UdpSocket::set_multicast_loop_v6
fn probe() -> Probed {
    seen(socket_v6()?.set_multicast_loop_v6(true))
}

//@ net.UdpSocket.join_multicast_v4 = std::net::UdpSocket::join_multicast_v4
fn probe() -> Probed {
    seen(socket()?.join_multicast_v4(&Ipv4Addr::new(224, 0, 0, 251), &Ipv4Addr::LOCALHOST))
}

//@ net.UdpSocket.leave_multicast_v4 = std::net::UdpSocket::leave_multicast_v4
fn probe() -> Probed {
    let socket = socket()?;
    let group = Ipv4Addr::new(224, 0, 0, 251);
    let _ = socket.join_multicast_v4(&group, &Ipv4Addr::LOCALHOST);
    seen(socket.leave_multicast_v4(&group, &Ipv4Addr::LOCALHOST))
}

//@ net.UdpSocket.join_multicast_v6 = std::net::UdpSocket::join_multicast_v6
fn probe() -> Probed {
    seen(socket_v6()?.join_multicast_v6(&"ff01::114".parse()?, 1))
}

//@ net.UdpSocket.leave_multicast_v6 = std::net::UdpSocket::leave_multicast_v6
fn probe() -> Probed {
    let socket = socket_v6()?;
    let group = "ff01::114".parse()?;
    let _ = socket.join_multicast_v6(&group, 1);
    seen(socket.leave_multicast_v6(&group, 1))
}

//@ net.ToSocketAddrs.literal = std::net::ToSocketAddrs (IP literal)
fn probe() -> Probed {
    seen("127.0.0.1:80".to_socket_addrs().map(|mut addresses| addresses.next()))
}

//@ net.ToSocketAddrs.host = std::net::ToSocketAddrs (localhost lookup)
fn probe() -> Probed {
    seen(("localhost", 80).to_socket_addrs().map(|addresses| addresses.count() > 0))
}

//@ net.ToSocketAddrs.host_str = std::net::ToSocketAddrs (host:port str)
fn probe() -> Probed {
    seen("localhost:80".to_socket_addrs().map(|addresses| addresses.count() > 0))
}

//@ net.ToSocketAddrs.host_noperm = std::net::ToSocketAddrs (host grants no network)
//@ without network
fn probe() -> Probed {
    seen("localhost:80".to_socket_addrs().map(|addresses| addresses.count() > 0))
}

//@ net.hostname = std::net::hostname
fn probe() -> Probed {
    seen(hostname().map(drop))
}
