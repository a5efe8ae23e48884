//! std::thread

use std::cell::Cell;
use std::thread;
use std::time::{Duration, Instant};

//@ thread.spawn = std::thread::spawn
fn probe() -> Probed {
    value(thread::spawn(|| 5).join().is_ok())
}

//@ thread.Builder.spawn = std::thread::Builder::spawn
fn probe() -> Probed {
    seen(thread::Builder::new().spawn(|| 5).map(drop))
}

//@ thread.Builder.spawn_unchecked = std::thread::Builder::spawn_unchecked
fn probe() -> Probed {
    seen(unsafe { thread::Builder::new().spawn_unchecked(|| 5) }.map(drop))
}

//@ thread.Builder.spawn_scoped = std::thread::Builder::spawn_scoped
fn probe() -> Probed {
    thread::scope(|scope| seen(thread::Builder::new().spawn_scoped(scope, || 5).map(drop)))
}

//@ thread.Builder.new = std::thread::Builder::{new,name,stack_size}
fn probe() -> Probed {
    drop(thread::Builder::new().name("t".into()).stack_size(1 << 16));
    value(())
}

//@ thread.Builder.no_hooks = std::thread::Builder::no_hooks
fn probe() -> Probed {
    drop(thread::Builder::new().no_hooks());
    value(())
}

//@ thread.scope_empty = std::thread::scope
fn probe() -> Probed {
    value(thread::scope(|_| 5))
}

//@ thread.Scope.spawn = std::thread::Scope::spawn
fn probe() -> Probed {
    value(thread::scope(|scope| scope.spawn(|| 5).join().is_ok()))
}

//@ thread.JoinHandle.join = std::thread::JoinHandle::join
fn probe() -> Probed {
    let handle = thread::Builder::new().spawn(|| 5)?;
    value(handle.join().is_ok())
}

//@ thread.JoinHandle.is_finished = std::thread::JoinHandle::is_finished
fn probe() -> Probed {
    let handle = thread::Builder::new().spawn(|| thread::park())?;
    value(handle.is_finished())
}

//@ thread.JoinHandle.thread = std::thread::JoinHandle::thread
fn probe() -> Probed {
    let handle = thread::Builder::new().name("t".into()).spawn(|| ())?;
    value(handle.thread().name())
}

//@ thread.ScopedJoinHandle.join = std::thread::ScopedJoinHandle::join
fn probe() -> Probed {
    thread::scope(|scope| {
        let handle = thread::Builder::new().spawn_scoped(scope, || 5)?;
        value(handle.join().is_ok())
    })
}

//@ thread.ScopedJoinHandle.is_finished = std::thread::ScopedJoinHandle::is_finished
fn probe() -> Probed {
    thread::scope(|scope| {
        let sleep = || thread::sleep(Duration::from_millis(200));
        let handle = thread::Builder::new().spawn_scoped(scope, sleep)?;
        value(handle.is_finished())
    })
}

//@ thread.ScopedJoinHandle.thread = std::thread::ScopedJoinHandle::thread
fn probe() -> Probed {
    thread::scope(|scope| {
        let handle = thread::Builder::new().name("t".into()).spawn_scoped(scope, || ())?;
        value(handle.thread().name())
    })
}

//@ thread.sleep = std::thread::sleep
fn probe() -> Probed {
    let start = Instant::now();
    thread::sleep(Duration::from_millis(60));
    value(start.elapsed() >= Duration::from_millis(60))
}

//@ thread.sleep_ms = std::thread::sleep_ms
fn probe() -> Probed {
    let start = Instant::now();
    thread::sleep_ms(60);
    value(start.elapsed() >= Duration::from_millis(60))
}

//@ thread.sleep_until = std::thread::sleep_until
fn probe() -> Probed {
    let start = Instant::now();
    thread::sleep_until(start + Duration::from_millis(60));
    value(start.elapsed() >= Duration::from_millis(60))
}

//@ thread.sleep_long_precision = std::thread::sleep(1ns)
fn probe() -> Probed {
    value(thread::sleep(Duration::from_nanos(1)))
}

//@ time.sleep_zero = std::thread::sleep(0)
fn probe() -> Probed {
    value(thread::sleep(Duration::ZERO))
}

//@ thread.yield_now = std::thread::yield_now
fn probe() -> Probed {
    value(thread::yield_now())
}

//@ thread.park = std::thread::park
//@ control hang: nobody unparks it
fn probe() -> Probed {
    value(thread::park())
}

//@ thread.park_timeout = std::thread::park_timeout
fn probe() -> Probed {
    let start = Instant::now();
    thread::park_timeout(Duration::from_millis(200));
    value(start.elapsed() >= Duration::from_millis(150))
}

//@ thread.park_timeout_ms = std::thread::park_timeout_ms
fn probe() -> Probed {
    let start = Instant::now();
    thread::park_timeout_ms(200);
    value(start.elapsed() >= Duration::from_millis(150))
}

//@ thread.unpark_then_park = std::thread::Thread::unpark
fn probe() -> Probed {
    thread::current().unpark();
    value(thread::park())
}

//@ thread.available_parallelism = std::thread::available_parallelism
fn probe() -> Probed {
    seen(thread::available_parallelism().map(|n| n.get() >= 1))
}

//@ thread.current = std::thread::current
fn probe() -> Probed {
    value(thread::current().id() == thread::current().id())
}

//@ thread.current_name_main = std::thread::current().name()
fn probe() -> Probed {
    value(thread::current().name())
}

//@ thread.current_id = std::thread::current_id
fn probe() -> Probed {
    value(thread::current_id() == thread::current().id())
}

//@ thread.Thread.into_raw = std::thread::Thread::into_raw
fn probe() -> Probed {
    let raw = thread::current().into_raw();
    value(unsafe { thread::Thread::from_raw(raw) }.id() == thread::current().id())
}

//@ thread.panicking = std::thread::panicking
fn probe() -> Probed {
    value(thread::panicking())
}

//@ thread.add_spawn_hook = std::thread::add_spawn_hook
fn probe() -> Probed {
    value(thread::add_spawn_hook(|_| || ()))
}

//@ thread.LocalKey.cell = std::thread::LocalKey<Cell>::{set,get,replace,take}
thread_local!(static N: Cell<u32> = const { Cell::new(1) });
fn probe() -> Probed {
    N.set(4);
    value((N.get(), N.replace(9), N.take(), N.get()))
}

//@ thread.LocalKey.with = std::thread::LocalKey::with
thread_local!(static N: Cell<u32> = const { Cell::new(1) });
fn probe() -> Probed {
    value(N.with(|n| n.get()))
}
