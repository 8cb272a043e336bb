package main

import "github.com/anishathalye/porcupine"

// Functions by their numbers in the file.
const (
	read, write, cas = 0, 1, 2 // registers: read -> output, write a, cas a b -> output (1: applied)
	get, put, apnd   = 0, 1, 2 // maps: get key -> output, put key a, append key a
	add, take        = 0, 1    // queues and stacks: add a, take -> output (nothing: it was empty)
)

const nothing = -1

// A history goes in, for the texts of a map are in it.
var models = map[string]func(*history) porcupine.Model{
	"register": func(*history) porcupine.Model { return register },
	"kv":       kvByKey,
	"kv-map":   kvAsOne,
	"queue":    func(*history) porcupine.Model { return queue },
	"stack":    func(*history) porcupine.Model { return stack },
}

// The state is an int, boxed; small ints cost no allocation. Values are numbered from 0, which is the initial value.
var register = porcupine.Model{
	Init: func() interface{} { return 0 },
	Step: func(state, input, _ interface{}) (bool, interface{}) {
		o := input.(*operation)
		switch o.f {
		case read:
			return int(o.output) == state.(int), state
		case write:
			return true, int(o.a)
		}
		matches := state.(int) == int(o.a)
		// One of unknown outcome is legal either way: it comes after all others where it was never applied.
		if !o.open && matches != (o.output == 1) {
			return false, state
		}
		if matches {
			return true, int(o.b)
		}
		return true, state
	},
	Equal: func(a, b interface{}) bool { return a.(int) == b.(int) },
	Hash:  func(state interface{}) uint64 { return mix(uint64(state.(int))) },
}

// mix is the finalizer of splitmix64.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
