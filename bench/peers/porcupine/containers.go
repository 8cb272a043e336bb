package main

import "github.com/anishathalye/porcupine"

// A queue shares the array of the one it was dequeued from. Its hash moves along in constant time.
type values struct {
	items []int32
	hash  uint64
	// base to the power of the length: the weight of the item in front.
	weight uint64
}

const base = 0x9e3779b97f4a7c15

var queue = porcupine.Model{
	Init: func() interface{} { return &values{weight: 1} },
	Step: func(state, input, _ interface{}) (bool, interface{}) {
		q, o := state.(*values), input.(*operation)
		if o.f == add {
			items := append(append(make([]int32, 0, len(q.items)+1), q.items...), o.a)
			return true, &values{items, q.hash*base + mix(uint64(o.a)), q.weight * base}
		}
		if len(q.items) == 0 {
			return o.open || o.output == nothing, state
		}
		front := q.items[0]
		if !o.open && o.output != front {
			return false, state
		}
		weight := q.weight * inverse
		return true, &values{q.items[1:], q.hash - mix(uint64(front))*weight, weight}
	},
	Equal: func(a, b interface{}) bool { return a.(*values).equal(b.(*values)) },
	Hash:  func(state interface{}) uint64 { return state.(*values).hash },
}

// base * inverse = 1 modulo 2^64: each round of Newton's method doubles the bits that are right.
var inverse = func() uint64 {
	x := uint64(base)
	for i := 0; i < 6; i++ {
		x *= 2 - base*x
	}
	return x
}()

func (v *values) equal(w *values) bool {
	if v.hash != w.hash || len(v.items) != len(w.items) {
		return false
	}
	for i := range v.items {
		if v.items[i] != w.items[i] {
			return false
		}
	}
	return true
}

// node is the top of a stack. Nodes are shared, so that pushing and popping cost the same however high it is.
type node struct {
	value  int32
	height int
	hash   uint64
	below  *node
}

var stack = porcupine.Model{
	Init: func() interface{} { return &node{} },
	Step: func(state, input, _ interface{}) (bool, interface{}) {
		top, o := state.(*node), input.(*operation)
		if o.f == add {
			return true, &node{o.a, top.height + 1, mix(top.hash + uint64(o.a)), top}
		}
		if top.below == nil {
			return o.open || o.output == nothing, state
		}
		if !o.open && o.output != top.value {
			return false, state
		}
		return true, top.below
	},
	Equal: func(a, b interface{}) bool {
		v, w := a.(*node), b.(*node)
		for v != w {
			if v.hash != w.hash || v.height != w.height || v.value != w.value {
				return false
			}
			v, w = v.below, w.below
		}
		return true
	},
	Hash: func(state interface{}) uint64 { return state.(*node).hash },
}
