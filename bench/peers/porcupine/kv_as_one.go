package main

import "github.com/anishathalye/porcupine"

// whole is the map as one object.
type whole struct {
	values []*text
	hash   uint64
}

// Which key holds a value matters, too.
func placed(key int32, t *text) uint64 { return mix(t.hash + uint64(key)) }

func kvAsOne(h *history) porcupine.Model {
	keys := int32(0)
	for i := range h.operations {
		keys = max(keys, h.operations[i].key+1)
	}
	return porcupine.Model{
		Init: func() interface{} {
			w := &whole{values: make([]*text, keys)}
			empty := newTexts()
			for key := range w.values {
				w.values[key] = empty
				w.hash ^= placed(int32(key), empty)
			}
			return w
		},
		Step: func(state, input, _ interface{}) (bool, interface{}) {
			w, o := state.(*whole), input.(*operation)
			before := w.values[o.key]
			legal, after := stepText(h, before, o)
			if !legal || after == before {
				return legal, w
			}
			next := &whole{values: append([]*text(nil), w.values...), hash: w.hash}
			next.values[o.key] = after
			next.hash ^= placed(o.key, before) ^ placed(o.key, after)
			return true, next
		},
		Equal: func(a, b interface{}) bool {
			v, w := a.(*whole), b.(*whole)
			if v == w {
				return true
			}
			if v.hash != w.hash {
				return false
			}
			for key := range v.values {
				if v.values[key] != w.values[key] {
					return false
				}
			}
			return true
		},
		Hash: func(state interface{}) uint64 { return state.(*whole).hash },
	}
}

// text is a value. There is but one for each, so that pointers can be compared, and it remembers what an append makes of it.
type text struct {
	value  string
	hash   uint64
	longer map[int32]*text
	shared map[string]*text
}

func newTexts() *text {
	t := &text{shared: map[string]*text{}, longer: map[int32]*text{}}
	t.shared[""] = t
	return t
}

func (t *text) of(value string) *text {
	known, found := t.shared[value]
	if !found {
		known = &text{value: value, hash: mix(uint64(len(t.shared))), longer: map[int32]*text{}, shared: t.shared}
		t.shared[value] = known
	}
	return known
}

func (t *text) append(number int32, value string) *text {
	longer, found := t.longer[number]
	if !found {
		longer = t.of(t.value + value)
		t.longer[number] = longer
	}
	return longer
}

func stepText(h *history, t *text, o *operation) (bool, *text) {
	switch o.f {
	case get:
		return h.texts[o.output] == t.value, t
	case put:
		return true, t.of(h.texts[o.a])
	default:
		return true, t.append(o.a, h.texts[o.a])
	}
}
