package main

import (
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	exitOutOfMemory  = 3
	exitBadArguments = 254
)

// Go reserves address space that it never uses; a limit on addresses has to leave room for that.
const reserved = 2 << 30

const watchEvery = 10 * time.Millisecond

// limitMemory makes the collector work hard near the limit, and the kernel refuse what goes far beyond it.
func limitMemory(bytes uint64) {
	debug.SetMemoryLimit(int64(bytes))
	limit := syscall.Rlimit{Cur: bytes + reserved, Max: bytes + reserved}
	if err := syscall.Setrlimit(syscall.RLIMIT_AS, &limit); err != nil {
		fail("cannot limit memory: " + err.Error())
	}
}

type watch struct {
	peak atomic.Uint64
	done chan struct{}
}

// startWatch notes the peak of the memory in use, and calls over once it exceeds the limit.
func startWatch(limit uint64, over func(peak uint64)) *watch {
	w := &watch{done: make(chan struct{})}
	w.look()
	go func() {
		ticker := time.NewTicker(watchEvery)
		defer ticker.Stop()
		for {
			select {
			case <-w.done:
				return
			case <-ticker.C:
				if used := w.look(); used > limit {
					over(used)
				}
			}
		}
	}()
	return w
}

func (w *watch) look() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	used := samples[0].Value.Uint64() - samples[1].Value.Uint64()
	if used > w.peak.Load() {
		w.peak.Store(used)
	}
	return used
}

func (w *watch) stop() uint64 {
	close(w.done)
	w.look()
	// The next file begins with what it needs alone.
	debug.FreeOSMemory()
	return w.peak.Load()
}
