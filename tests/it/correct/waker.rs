//! A future that is asked until it is ready, with a waker by hand.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

static TABLE: RawWakerVTable = RawWakerVTable::new(clone, wake, wake_by_ref, release);

unsafe fn clone(data: *const ()) -> RawWaker {
    unsafe { Arc::increment_strong_count(data.cast::<AtomicU32>()) };
    RawWaker::new(data, &TABLE)
}

unsafe fn wake(data: *const ()) {
    unsafe { Arc::from_raw(data.cast::<AtomicU32>()) }.fetch_add(1, Ordering::Relaxed);
}

unsafe fn wake_by_ref(data: *const ()) {
    unsafe { &*data.cast::<AtomicU32>() }.fetch_add(1, Ordering::Relaxed);
}

unsafe fn release(data: *const ()) {
    drop(unsafe { Arc::from_raw(data.cast::<AtomicU32>()) });
}

async fn three_times() -> String {
    let mut left = 3;
    std::future::poll_fn(move |context| {
        left -= 1;
        context.waker().clone().wake();
        if left == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    String::from("ready")
}

fn main() {
    let woken = Arc::new(AtomicU32::new(0));
    let waker = unsafe { Waker::from_raw(RawWaker::new(Arc::into_raw(woken.clone()).cast(), &TABLE)) };
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(three_times());
    let text = loop {
        if let Poll::Ready(text) = future.as_mut().poll(&mut context) {
            break text;
        }
    };
    println!("{text} {} {}", woken.load(Ordering::Relaxed), Arc::strong_count(&woken));
}
