"""Writes acquire_oracles.json: what apricot, SciPy and statsmodels say of choices and statistics that dev.winnow.acquire makes.

usage: pip install apricot-select==0.6.1 numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0 && python acquire_fixture.py ../resources/acquire_oracles.json
"""
import json
import sys

import numpy as np
from apricot import FacilityLocationSelection
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

draw = np.random.RandomState(11)
out = {}

# Facility location by the plain greedy, from nothing and given what is there already.
n, d = 80, 6
x = np.round(draw.normal(size=(n, d)) + 2 * np.eye(d)[draw.randint(0, d, n)], 3)
unit = x / np.linalg.norm(x, axis=1, keepdims=True)
s = (1 + unit @ unit.T) / 2
out["vectors"] = x.tolist()
for name, initial in (("facility_location", None), ("facility_location_given", [3, 17, 40])):
    chosen = FacilityLocationSelection(15, metric="precomputed", optimizer="naive", initial_subset=initial).fit(s)
    out[name] = {"initial": initial or [], "picks": chosen.ranking.tolist(), "gains": chosen.gains.tolist()}

# k-center greedy, written out.
known, far, radius = [3, 17, 40], [], []
nearest = (1 - unit @ unit[known].T).min(axis=1)
for _ in range(12):
    pick = int(np.argmax(nearest))
    far.append(pick)
    nearest = np.minimum(nearest, 1 - unit @ unit[pick])
    radius.append(float(nearest.max()))
out["k_center"] = {"initial": known, "picks": far, "radius": radius}

# Effective number of different samples (Vendi score, Friedman and Dieng 2023): exp of the entropy of the eigenvalues of K / n.
for name, rows in (("vendi_ten", unit[:10]), ("vendi_copies", np.repeat(unit[:3], 4, axis=0))):
    w = np.linalg.eigvalsh(rows @ rows.T / len(rows))
    w = w[w > 1e-12]
    out[name] = float(np.exp(-(w * np.log(w)).sum()))

out["wilson"] = [[h, m, *map(float, proportion_confint(h, m, method="wilson"))] for h, m in [(0, 5), (1, 2), (3, 40), (17, 17), (250, 1000)]]
out["binomial_upper"] = [[k, m, p, float(stats.binomtest(k, m, p, alternative="greater").pvalue)]
                         for k, m, p in [(0, 10, 0.02), (3, 60, 0.02), (12, 236, 0.02), (830, 40000, 0.02), (900, 40000, 0.02), (40, 40, 0.5)]]
out["binomial_power"] = []
for m, rate in [(70, 0.05), (350, 0.05), (700, 0.04), (40000, 0.02), (40000, 0.025), (1000, 1.0)]:
    critical = next(k for k in range(m + 2) if stats.binom.sf(k - 1, m, 0.02) <= 0.05)
    out["binomial_power"].append([m, rate, float(stats.binom.sf(critical - 1, m, rate))])

out["fisher_greater"] = [[a, n, b, m, float(stats.fisher_exact([[a, n - a], [b, m - b]], alternative="greater").pvalue)]
                         for a, n, b, m in [(9, 236, 4, 236), (24, 236, 8, 230), (0, 50, 0, 50), (40, 2000, 20, 2000), (3, 10, 5, 10)]]
out["fisher_power"] = [[150, 0.10, 150, 0.04]]
for row in out["fisher_power"]:
    n, pn, m, pm = row
    power = sum(stats.binom.pmf(b, m, pm) * sum(stats.binom.pmf(a, n, pn) for a in range(n + 1)
                if stats.fisher_exact([[a, n - a], [b, m - b]], alternative="greater").pvalue <= 0.05) for b in range(25))
    row.append(float(power))

p = [0.001, 0.04, 0.03, 0.2, 0.012, 0.8]
out["holm"] = {"p": p, "adjusted": multipletests(p, method="holm")[1].tolist()}
out["benjamini_hochberg"] = {"p": p, "adjusted": multipletests(p, method="fdr_bh")[1].tolist()}

difference = np.round(draw.normal(0.02, 0.04, 30), 4)
t = stats.ttest_1samp(difference, 0)
ci = t.confidence_interval(0.95)
out["paired"] = {"differences": difference.tolist(), "mean": float(difference.mean()), "low": float(ci.low), "high": float(ci.high), "p": float(t.pvalue)}
out["t_quantile"] = [[df, float(stats.t.ppf(0.975, df))] for df in (1, 2, 5, 11, 29, 100)]
before, after = np.round(draw.uniform(0.8, 0.95, 20), 4), np.round(draw.uniform(0.78, 0.94, 20), 4)
w = stats.wilcoxon(after - before, alternative="less", method="approx", correction=False)
out["wilcoxon_less"] = {"before": before.tolist(), "after": after.tolist(), "p": float(w.pvalue)}

# Cohen's kappa.
from sklearn.metrics import cohen_kappa_score

a, b = draw.randint(0, 3, 60), draw.randint(0, 3, 60)
b[:40] = a[:40]
out["kappa"] = {"a": [str(v) for v in a], "b": [str(v) for v in b], "kappa": float(cohen_kappa_score(a, b))}

json.dump(out, open(sys.argv[1], "w"), indent=1)
