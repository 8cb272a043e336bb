package main

import (
	"encoding/binary"
	"fmt"
	"os"

	"github.com/anishathalye/porcupine"
)

const (
	magic         = 0x54534948 // "HIST"
	headerWords   = 3
	operationSize = 7
)

// operation is one of a file; what a, b and output mean depends on the model, and for a text they are its number.
type operation struct {
	call, ret, key, f, a, b, output int32
	// Nobody learnt what came of it.
	open bool
}

type history struct {
	operations []operation
	texts      []string
}

// load reads what bench/peers/history-file.ts wrote: words of 32 bits, least byte first.
func load(file string) (*history, error) {
	bytes, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	word := func(at int) int32 { return int32(binary.LittleEndian.Uint32(bytes[4*at:])) }
	if len(bytes) < 4*headerWords || word(0) != magic {
		return nil, fmt.Errorf("%s: not a history for peers", file)
	}
	count, texts := int(word(1)), int(word(2))
	h := &history{operations: make([]operation, count), texts: make([]string, texts)}
	for i := range h.operations {
		at := headerWords + operationSize*i
		h.operations[i] = operation{
			word(at), word(at + 1), word(at + 2), word(at + 3), word(at + 4), word(at + 5), word(at + 6), word(at+1) < 0,
		}
	}
	at := 4 * (headerWords + operationSize*count)
	for i := range h.texts {
		length := int(binary.LittleEndian.Uint32(bytes[at:]))
		h.texts[i] = string(bytes[at+4 : at+4+length])
		at += 4 + length
	}
	return h, nil
}

// forPorcupine makes every operation of unknown outcome return after all others, as Porcupine's own etcd test does.
func (h *history) forPorcupine(model string) []porcupine.Operation {
	last := int64(0)
	for i := range h.operations {
		last = max(last, int64(h.operations[i].call), int64(h.operations[i].ret))
	}
	last++
	operations := make([]porcupine.Operation, len(h.operations))
	for i := range h.operations {
		o := &h.operations[i]
		ret := int64(o.ret)
		if o.open {
			ret = last
		}
		operations[i] = porcupine.Operation{Input: o, Call: int64(o.call), Output: o, Return: ret}
	}
	return operations
}
