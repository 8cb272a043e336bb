// Checks histories with Porcupine and says how long each check took: a peer to measure the harness' own checker against.
//
//	porcupine [flags] MODEL=FILE ...
//
// One line of JSON per file, in their order. Reading a file is not timed. README.md says what is measured, and how.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

type report struct {
	File       string  `json:"file"`
	Result     string  `json:"result"` // valid, invalid, timeout or out-of-memory
	Operations int     `json:"operations"`
	MedianMs   float64 `json:"medianMs"`
	Runs       int     `json:"runs"`
	PeakBytes  uint64  `json:"peakBytes"`
	// Configurations that entered the cache; only where -count asked for them.
	Configurations int `json:"configurations,omitempty"`
	Procs          int `json:"procs"`
}

type settings struct {
	timeout time.Duration
	runs    int
	least   time.Duration
	most    time.Duration
	count   bool
}

const longRun = 5 * time.Millisecond

func main() {
	var s settings
	flag.DurationVar(&s.timeout, "timeout", 60*time.Second, "give up a check after this long")
	flag.IntVar(&s.runs, "runs", 5, "check at least so often, for the median")
	flag.DurationVar(&s.least, "least", 100*time.Millisecond, "and for at least this long")
	flag.DurationVar(&s.most, "most", 2*time.Second, "but begin no other run after this long")
	flag.BoolVar(&s.count, "count", false, "check once more and count configurations")
	memoryMiB := flag.Uint64("memory", 8192, "give up a check that needs more MiB than this")
	flag.Parse()

	limitMemory(*memoryMiB << 20)
	out := json.NewEncoder(os.Stdout)
	for _, argument := range flag.Args() {
		name, file, found := strings.Cut(argument, "=")
		model, known := models[name]
		if !found || !known {
			fail("expected MODEL=FILE with a model that is known here, got " + argument)
		}
		history, err := load(file)
		if err != nil {
			fail(err.Error())
		}
		line := report{File: file, Operations: len(history.operations), Procs: runtime.GOMAXPROCS(0)}
		watch := startWatch(*memoryMiB<<20, func(peak uint64) {
			line.Result, line.PeakBytes = "out-of-memory", peak
			out.Encode(line)
			os.Exit(exitOutOfMemory)
		})
		result, times := measure(model(history), history.forPorcupine(name), s)
		line.PeakBytes = watch.stop()
		line.Result, line.Runs, line.MedianMs = result, len(times), medianMs(times)
		if s.count && result != "timeout" {
			line.Configurations = configurations(model(history), history.forPorcupine(name))
		}
		out.Encode(line)
	}
}

func measure(model porcupine.Model, operations []porcupine.Operation, s settings) (string, []time.Duration) {
	var times []time.Duration
	var total time.Duration
	for {
		// What a long run left behind is not the next one's to clean up; short ones share the price.
		if total >= longRun*time.Duration(len(times)) {
			runtime.GC()
		}
		start := time.Now()
		result := porcupine.CheckOperationsTimeout(model, operations, s.timeout)
		took := time.Since(start)
		times = append(times, took)
		total += took
		if result == porcupine.Unknown {
			return "timeout", times
		}
		if total >= s.most || (len(times) >= s.runs && total >= s.least) {
			if result == porcupine.Ok {
				return "valid", times
			}
			return "invalid", times
		}
	}
}

// A configuration is looked up once after each legal step; those that are found are not new.
func configurations(model porcupine.Model, operations []porcupine.Operation) int {
	found := 0
	hash, equal := model.Hash, model.Equal
	model.Hash = func(state interface{}) uint64 { found++; return hash(state) }
	model.Equal = func(a, b interface{}) bool {
		same := equal(a, b)
		if same {
			found--
		}
		return same
	}
	// Counting is not safe with several goroutines.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	porcupine.CheckOperations(model, operations)
	return found
}

func medianMs(times []time.Duration) float64 {
	sort.Slice(times, func(i, j int) bool { return times[i] < times[j] })
	return float64(times[len(times)/2].Nanoseconds()) / 1e6
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(exitBadArguments)
}
