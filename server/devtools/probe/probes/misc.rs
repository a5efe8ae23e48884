//! What else depends on the platform, or is often asked about

use std::collections::HashMap;

//@ collections.RandomState = std::collections::hash_map::RandomState / std::hash::RandomState
use std::hash::{BuildHasher, RandomState};
fn probe() -> Probed {
    value(RandomState::new().hash_one(1) != RandomState::new().hash_one(1))
}

//@ collections.HashMap = std::collections::HashMap
fn probe() -> Probed {
    value(HashMap::from([(1, 2), (3, 4)]).len())
}

//@ collections.HashMap.try_reserve = std::collections::HashMap::try_reserve (huge)
fn probe() -> Probed {
    value(HashMap::<u8, u8>::new().try_reserve(usize::MAX).is_err())
}

//@ random.random = std::random::random
fn probe() -> Probed {
    value(std::random::random::<u64>(..) != std::random::random::<u64>(..))
}

//@ random.DefaultRandomSource = std::random::DefaultRandomSource::fill_bytes
fn probe() -> Probed {
    let mut bytes = [0; 16];
    std::random::RandomSource::fill_bytes(&mut std::random::DefaultRandomSource, &mut bytes);
    value(bytes != [0; 16])
}

//@ alloc.alloc = std::alloc::{alloc,dealloc}
fn probe() -> Probed {
    let layout = std::alloc::Layout::new::<u64>();
    let memory = unsafe { std::alloc::alloc(layout) };
    let got = !memory.is_null();
    unsafe { std::alloc::dealloc(memory, layout) };
    value(got)
}

//@ alloc.align4096 = std::alloc::alloc (align 4096)
fn probe() -> Probed {
    let layout = std::alloc::Layout::from_size_align(8, 4096)?;
    value(unsafe { std::alloc::alloc(layout) }.addr() % 4096)
}

//@ alloc.System = std::alloc::System
fn probe() -> Probed {
    use std::alloc::GlobalAlloc;
    let layout = std::alloc::Layout::new::<u64>();
    value(!unsafe { std::alloc::System.alloc(layout) }.is_null())
}

//@ alloc.try_reserve_big = Vec::try_reserve (isize::MAX bytes)
fn probe() -> Probed {
    value(Vec::<u8>::new().try_reserve(isize::MAX as usize).is_err())
}

//@ hint.black_box = std::hint::spin_loop
fn probe() -> Probed {
    value(std::hint::spin_loop())
}

//@ ffi.CString = std::ffi::CString
fn probe() -> Probed {
    value(std::ffi::CString::new("a")?.count_bytes())
}

//@ f64.math = f64::sin/powf/ln/tgamma
fn probe() -> Probed {
    let numbers = [0.5f64.sin(), 0.1f64.powf(0.9), 0.5f64.ln(), 2.5f64.gamma()];
    value(numbers.map(|number| format!("{number:.4}")))
}

//@ future.block = std::task::Waker::noop / pin! poll
fn probe() -> Probed {
    use std::future::Future;
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    value(std::pin::pin!(async { 3 }).poll(&mut context))
}

//@ usize.bits = usize::BITS
fn probe() -> Probed {
    value(usize::BITS % 32)
}

//@ c_char.sign = std::ffi::c_char signedness / c_long size
fn probe() -> Probed {
    value((std::ffi::c_char::MIN, size_of::<std::ffi::c_int>()))
}

//@ arch.wasm32 = core::arch::wasm32::memory_size
fn probe() -> Probed {
    value(core::arch::wasm32::memory_size::<0>() > 0)
}

//@ is_x86_feature = std::arch::is_x86_feature_detected!
fn probe() -> Probed {
    value(drop(std::arch::is_x86_feature_detected!("sse2")))
}
