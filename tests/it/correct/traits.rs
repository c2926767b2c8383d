//! Values behind traits, and the way back to their types.

use std::any::Any;
use std::fmt::Debug;

trait Shape: Debug {
    fn area(&self) -> f64;
    fn as_any(self: Box<Self>) -> Box<dyn Any>;
}

#[derive(Debug)]
struct Square(f64);

#[derive(Debug)]
struct Named(String, Box<dyn Shape>);

impl Shape for Square {
    fn area(&self) -> f64 {
        self.0 * self.0
    }
    fn as_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

impl Shape for Named {
    fn area(&self) -> f64 {
        self.1.area()
    }
    fn as_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }
}

fn main() {
    let shapes: Vec<Box<dyn Shape>> =
        vec![Box::new(Square(2.0)), Box::new(Named("field".into(), Box::new(Square(3.0))))];
    println!("{:?} {}", shapes, shapes.iter().map(|shape| shape.area()).sum::<f64>());
    for shape in shapes {
        println!("{}", shape.as_any().downcast::<Named>().map_or_else(|_| "none".into(), |named| named.0));
    }
}
