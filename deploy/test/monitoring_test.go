package deploytest

import (
	"encoding/json"
	"log/slog"
	"os"
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
)

// TestAlertRules holds the rules to Prometheus' own reader, expressions and
// templates too.
func TestAlertRules(t *testing.T) {
	t.Parallel()
	promql := parser.NewParser(parser.Options{})
	groups, problems := rulefmt.ParseFile("../monitoring/alerts.yml", false, model.UTF8Validation, promql, slog.Default())
	for _, problem := range problems {
		t.Error(problem)
	}
	if groups == nil || len(groups.Groups) != 1 {
		t.Fatalf("groups: %+v", groups)
	}
	for _, rule := range groups.Groups[0].Rules {
		if rule.Labels["severity"] == "" || rule.Annotations["summary"] == "" || rule.Annotations["description"] == "" {
			t.Errorf("%s does not tell how bad it is, what it is and what to do: %+v", rule.Alert, rule)
		}
	}
}

// TestDashboard reads the dashboard as Grafana does, as far as it goes without one.
func TestDashboard(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../monitoring/dashboard.json")
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct {
		UID, Title string
		Panels     []struct {
			ID          int
			Title       string
			Description string
			GridPos     struct{ X, Y, W, H int }
			Targets     []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(text, &dashboard); err != nil {
		t.Fatal(err)
	}
	if dashboard.UID == "" || dashboard.Title == "" || len(dashboard.Panels) == 0 {
		t.Errorf("the dashboard is %+v", dashboard)
	}
	promql := parser.NewParser(parser.Options{})
	taken := map[[2]int]string{}
	ids := map[int]bool{}
	for _, p := range dashboard.Panels {
		if ids[p.ID] || p.Description == "" || len(p.Targets) == 0 || p.GridPos.X+p.GridPos.W > 24 {
			t.Errorf("panel %+v", p)
		}
		ids[p.ID] = true
		for _, target := range p.Targets {
			if _, err := promql.ParseExpr(target.Expr); err != nil {
				t.Errorf("%s: %v", p.Title, err)
			}
		}
		for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
			for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
				if other := taken[[2]int{x, y}]; other != "" && other != p.Title {
					t.Errorf("%q lies on %q", p.Title, other)
				}
				taken[[2]int{x, y}] = p.Title
			}
		}
	}
}
