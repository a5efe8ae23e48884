//! std::time

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

//@ time.Instant.now = std::time::Instant::now
fn probe() -> Probed {
    let first = Instant::now();
    value(Instant::now() >= first)
}

//@ time.Instant.elapsed = std::time::Instant::elapsed
fn probe() -> Probed {
    value(Instant::now().elapsed() < Duration::from_secs(5))
}

//@ time.Instant.sub_large = std::time::Instant::checked_sub(1 day)
fn probe() -> Probed {
    value(Instant::now().checked_sub(Duration::from_secs(86400)).is_some())
}

//@ time.SystemTime.now = std::time::SystemTime::now
fn probe() -> Probed {
    seen(SystemTime::now().duration_since(UNIX_EPOCH).map(|age| age.as_secs() > 1_600_000_000))
}

//@ time.SystemTime.arith = std::time::SystemTime::{checked_add,elapsed}
fn probe() -> Probed {
    let now = SystemTime::now();
    value((now.checked_add(Duration::from_secs(1)).is_some(), now.elapsed().is_ok()))
}
