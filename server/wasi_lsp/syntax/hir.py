"""Items and their bodies as plain data: what inference reads. No tree-sitter, no names resolved.

All spans are UTF-8 byte offsets into the source that was lowered. What the lowering does not
understand is `Other`, with the expressions inside it, so that nothing in it is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from wasi_lsp.syntax.facts import Segment
from wasi_lsp.text.span import Span

# Types as written.


@dataclass(frozen=True, slots=True)
class PathRef:
    """A path, with the type arguments of its last but one and last segments where it has any."""

    segments: tuple[Segment, ...]
    args: tuple[TypeRef, ...]
    #: Arguments of the segment before the last: `Vec::<u8>::new`.
    owner_args: tuple[TypeRef, ...] = ()
    #: `<T as Trait>::name`, `<T>::name`: the type that the path starts from.
    qualified: TypeRef | None = None


@dataclass(frozen=True, slots=True)
class PathType:
    """A named type."""

    path: PathRef


@dataclass(frozen=True, slots=True)
class RefType:
    """`&T`, `&mut T`."""

    inner: TypeRef


@dataclass(frozen=True, slots=True)
class PointerType:
    """`*const T`, `*mut T`."""

    inner: TypeRef


@dataclass(frozen=True, slots=True)
class TupleRef:
    """`(A, B)`."""

    parts: tuple[TypeRef, ...]


@dataclass(frozen=True, slots=True)
class SliceRef:
    """`[T]`, `[T; N]`."""

    element: TypeRef
    is_array: bool


@dataclass(frozen=True, slots=True)
class BoundsRef:
    """`impl A + B`, `dyn A`, and the bounds of a type parameter."""

    bounds: tuple[PathRef, ...]
    #: `Item = T` in the arguments of a bound, by bound.
    bindings: tuple[tuple[tuple[str, TypeRef], ...], ...]
    #: The arguments and the result of an `Fn(A) -> R` bound.
    function: FnRef | None = None


@dataclass(frozen=True, slots=True)
class FnRef:
    """`fn(A) -> R`, or the `(A) -> R` of an `Fn` bound."""

    params: tuple[TypeRef, ...]
    returns: TypeRef | None


@dataclass(frozen=True, slots=True)
class OtherType:
    """`_`, `!`, macros."""


TypeRef = PathType | RefType | PointerType | TupleRef | SliceRef | BoundsRef | FnRef | OtherType

# Patterns.


@dataclass(frozen=True, slots=True)
class Bind:
    """`name`, `ref mut name`, `name @ pattern`."""

    name: str
    sub: Pattern | None = None


@dataclass(frozen=True, slots=True)
class TuplePattern:
    """`(a, b)`; `rest` is the place of `..`, None without."""

    parts: tuple[Pattern, ...]
    rest: int | None


@dataclass(frozen=True, slots=True)
class TupleStructPattern:
    """`Ok(a)`, `Some((a, b))`."""

    path: PathRef
    parts: tuple[Pattern, ...]
    rest: int | None


@dataclass(frozen=True, slots=True)
class StructPattern:
    """`Point { x, y: 0 }`."""

    path: PathRef
    fields: tuple[tuple[str, Pattern], ...]


@dataclass(frozen=True, slots=True)
class RefPattern:
    """`&pattern`."""

    inner: Pattern


@dataclass(frozen=True, slots=True)
class OrPattern:
    """`a | b`."""

    choices: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class SlicePattern:
    """`[a, .., b]`, without the `..`."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class OtherPattern:
    """`_`, literals, ranges, constants; with the patterns inside it."""

    inside: tuple[Pattern, ...] = ()


Pattern = (
    Bind
    | TuplePattern
    | TupleStructPattern
    | StructPattern
    | RefPattern
    | OrPattern
    | SlicePattern
    | OtherPattern
)

# Expressions.


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """A path as a value."""

    span: Span
    path: PathRef


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """`function(args)`."""

    span: Span
    function: Expr
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MethodCall:
    """`receiver.name::<types>(args)`."""

    span: Span
    receiver: Expr
    name: Segment
    types: tuple[TypeRef, ...]
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """`base.name`, `base.0`."""

    span: Span
    base: Expr
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """`base[index]`."""

    span: Span
    base: Expr
    index: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Borrow:
    """`&e`, `&mut e`."""

    span: Span
    inner: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Deref:
    """`*e`."""

    span: Span
    inner: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Try:
    """`e?`."""

    span: Span
    inner: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Await:
    """`e.await`."""

    span: Span
    inner: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """A literal; `type_name` is its primitive type (`str`, `i32`, …), None where it is open."""

    span: Span
    type_name: str | None


@dataclass(frozen=True, slots=True, eq=False)
class TupleExpr:
    """`(a, b)`."""

    span: Span
    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ArrayExpr:
    """`[a, b]`, `[a; n]`, `vec![a]`."""

    span: Span
    parts: tuple[Expr, ...]
    is_vec: bool


@dataclass(frozen=True, slots=True, eq=False)
class StructExpr:
    """`Point { x: 1, ..base }`."""

    span: Span
    path: PathRef
    fields: tuple[tuple[str, Expr], ...]
    base: Expr | None


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """`e as T`."""

    span: Span
    inner: Expr
    type: TypeRef


@dataclass(frozen=True, slots=True, eq=False)
class Binary:
    """`a + b`, `a = b`, `a && b`; `operator` as written."""

    span: Span
    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Closure:
    """`|a, b: T| -> R { … }`."""

    span: Span
    params: tuple[tuple[Pattern, TypeRef | None], ...]
    returns: TypeRef | None
    body: Expr
    is_async: bool


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """`{ … }`, `unsafe { … }`, `async { … }`."""

    span: Span
    statements: tuple[Statement, ...]
    tail: Expr | None
    is_async: bool


@dataclass(frozen=True, slots=True, eq=False)
class LetCondition:
    """`let pattern = value` in a condition."""

    span: Span
    pattern: Pattern
    value: Expr


@dataclass(frozen=True, slots=True, eq=False)
class If:
    """`if condition { … } else { … }`."""

    span: Span
    condition: Expr
    then: Expr
    otherwise: Expr | None


@dataclass(frozen=True, slots=True, eq=False)
class MatchArm:
    """`pattern if guard => body`."""

    pattern: Pattern
    guard: Expr | None
    body: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """`match value { … }`."""

    span: Span
    value: Expr
    arms: tuple[MatchArm, ...]


@dataclass(frozen=True, slots=True, eq=False)
class For:
    """`for pattern in iterable { … }`."""

    span: Span
    pattern: Pattern
    iterable: Expr
    body: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """`loop { … }`, `while condition { … }`."""

    span: Span
    condition: Expr | None
    body: Expr


@dataclass(frozen=True, slots=True, eq=False)
class Jump:
    """`return e`, `break e`, `continue`."""

    span: Span
    value: Expr | None


@dataclass(frozen=True, slots=True, eq=False)
class Other:
    """Anything else, such as a macro's arguments; nothing is known of its value."""

    span: Span
    inside: tuple[Expr, ...]
    #: The primitive or std type of the value where the construct alone tells it (`format!`).
    type_name: str | None = None


Expr = (
    Path
    | Call
    | MethodCall
    | Field
    | Index
    | Borrow
    | Deref
    | Try
    | Await
    | Literal
    | TupleExpr
    | ArrayExpr
    | StructExpr
    | Cast
    | Binary
    | Closure
    | Block
    | LetCondition
    | If
    | Match
    | For
    | Loop
    | Jump
    | Other
)


@dataclass(frozen=True, slots=True, eq=False)
class Let:
    """`let pattern: type = value else { … };`."""

    pattern: Pattern
    type: TypeRef | None
    value: Expr | None
    otherwise: Expr | None


@dataclass(frozen=True, slots=True, eq=False)
class InnerItem:
    """An item in a block."""

    item: LoweredItem


Statement = Let | InnerItem | Expr

# Items.


@dataclass(frozen=True, slots=True)
class TypeParam:
    """`T: A + B = C`, with the bounds of the where clause."""

    name: str
    bounds: BoundsRef
    default: TypeRef | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fn:
    """A function. `receiver`: `self`, `&self`, `&mut self`, or `typed` (`self: Box<Self>`)."""

    name: str
    type_params: tuple[TypeParam, ...]
    receiver: str | None
    #: The type of `self` where it is written out.
    receiver_type: TypeRef | None
    params: tuple[tuple[Pattern, TypeRef], ...]
    returns: TypeRef | None
    body: Expr | None
    is_async: bool


@dataclass(frozen=True, slots=True, eq=False)
class Struct:
    """A struct or union; the fields of a tuple struct are named `0`, `1`, …"""

    name: str
    type_params: tuple[TypeParam, ...]
    fields: tuple[tuple[str, TypeRef], ...]
    is_tuple: bool


@dataclass(frozen=True, slots=True, eq=False)
class Enum:
    """An enum with the fields of each variant, as in `Struct`."""

    name: str
    type_params: tuple[TypeParam, ...]
    variants: tuple[tuple[str, tuple[tuple[str, TypeRef], ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Alias:
    """`type Name<T> = …;`, also in an impl."""

    name: str
    type_params: tuple[TypeParam, ...]
    type: TypeRef | None


@dataclass(frozen=True, slots=True, eq=False)
class Const:
    """A `const` or `static`."""

    name: str
    type: TypeRef
    value: Expr | None


@dataclass(frozen=True, slots=True, eq=False)
class Impl:
    """The header of an `impl`; its items are units of their own, or `items` inside a block."""

    type_params: tuple[TypeParam, ...]
    trait: PathRef | None
    type: TypeRef
    items: tuple[LoweredItem, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Trait:
    """The header of a `trait`."""

    name: str
    type_params: tuple[TypeParam, ...]
    supertraits: BoundsRef
    items: tuple[LoweredItem, ...]


LoweredItem = Fn | Struct | Enum | Alias | Const | Impl | Trait
