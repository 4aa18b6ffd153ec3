package deploytest

import (
	"slices"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
)

// series are all that a Prometheus has. Its own database brings half the cloud
// with it, and a list does.
type series []storage.Series

func (s series) querier(int64, int64) (storage.Querier, error) {
	return &storage.MockQuerier{SelectMockFunction: func(_ bool, _ *storage.SelectHints, all ...*labels.Matcher) storage.SeriesSet {
		return &selected{SeriesSet: storage.EmptySeriesSet(), series: slices.DeleteFunc(slices.Clone(s), func(one storage.Series) bool {
			return slices.ContainsFunc(all, func(m *labels.Matcher) bool { return !m.Matches(one.Labels().Get(m.Name)) })
		})}
	}}, nil
}

// selected hands out series one by one.
type selected struct {
	storage.SeriesSet

	series series
	next   int
}

// Next is part of storage.SeriesSet.
func (s *selected) Next() bool { s.next++; return s.next <= len(s.series) }

// At is part of storage.SeriesSet.
func (s *selected) At() storage.Series { return s.series[s.next-1] }

// sample is a value at a time in milliseconds.
type sample struct {
	chunks.Sample

	at    int64
	value float64
}

// T is part of chunks.Sample.
func (s sample) T() int64 { return s.at }

// ST is part of chunks.Sample.
func (sample) ST() int64 { return 0 }

// F is part of chunks.Sample.
func (s sample) F() float64 { return s.value }

// Type is part of chunks.Sample.
func (sample) Type() chunkenc.ValueType { return chunkenc.ValFloat }
