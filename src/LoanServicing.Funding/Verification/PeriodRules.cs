using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Journal;
using LoanServicing.Funding.Books;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>
/// R2: a closed period is as it was closed: its figures are what the kept balances give, and no later entry is booked in it. R11: two persons closed it.
/// </summary>
internal static class PeriodRules
{
    private const string SelectLate =
        "select e.id from journal_entry e where e.business_date > @before and e.business_date <= @lastDay and e.id > @lastEntry order by e.business_date, e.id";

    private const string SelectAudited =
        "select subject_id, actor from audit where subject_type = @subjectType and action = @action order by id";

    public static async Task<IReadOnlyList<RuleFinding>> CheckAsync(DbConnection connection, JournalReplay journal)
    {
        var periods = (await connection.QueryAsync<PeriodRow>(PeriodStore.SelectAll)).ToList();
        var audited = (await connection.QueryAsync<(string Code, string Actor)>(
            SelectAudited, new { subjectType = PeriodClosing.SubjectType, action = PeriodClosing.ClosedAction })).ToLookup(row => row.Code, row => row.Actor);
        var closed = periods.Where(period => period.State == PeriodRow.Closed).ToList();
        List<string> figures = [.. OrderProblems(periods), .. await FrozenFigures.ProblemsAsync(connection, closed)];
        var before = BookDays.Beginning;
        foreach (var period in closed)
        {
            figures.AddRange((await connection.QueryAsync<long>(SelectLate, new { before, lastDay = period.LastDay, lastEntry = period.LastEntry }))
                .Select(id => $"journal_entry {id} was booked in the period {period.Code} or before it, after that was closed"));
            before = period.LastDay;
        }

        return
        [
            new RuleFinding("R2", journal.Entries, "entries against the closed periods", figures),
            new RuleFinding("R11", journal.Entries, "entries in periods closed by two people",
                [
                    .. periods.SelectMany(period => PeopleProblems(period, [.. audited[period.Code]])),
                    .. audited.Where(entries => !periods.Exists(period => period.Code == entries.Key)).Select(entries => $"accounting_period {entries.Key} was closed by two people, and its row is gone"),
                    .. await ClosingProblemsAsync(connection, closed),
                ]),
        ];
    }

    /// <summary>Each is closed as the audit trail says, and on the request of which it says so.</summary>
    private static async Task<IReadOnlyList<string>> ClosingProblemsAsync(DbConnection connection, IReadOnlyList<PeriodRow> closed)
    {
        var problems = new List<string>();
        foreach (var some in closed.Chunk(AuditTrail.SubjectsAtOnce))
        {
            var told = await AuditTrail.OfAsync(connection, PeriodClosing.SubjectType, [.. some.Select(period => period.Code)]);
            var asked = await CheckVerifier.AskedAsync(connection, some.Select(period => period.RequestId));
            problems.AddRange(
                from period in some
                where !told[period.Code].Any(decision => IsClosedSo(period, decision))
                    || asked.GetValueOrDefault(period.RequestId)?.TextAt("payload", "period") != FactJson.Write(period.Code)
                select $"accounting_period {period.Code} is not closed as the audit trail says");
        }

        return problems;
    }

    private static bool IsClosedSo(PeriodRow period, AuditedDecision decision) =>
        decision.Action == PeriodClosing.ClosedAction && decision.TextAt("maker") == FactJson.Write(period.Maker) && decision.TextAt("reason") == FactJson.Write(period.Reason)
        && decision.TextAt("lastEntry") == FactJson.Write(period.LastEntry) && decision.TextAt("trialBalanceHash") == FactJson.Write(period.TrialBalanceHash);

    /// <summary>Periods are closed in their order, so that the first open day is one day.</summary>
    private static IEnumerable<string> OrderProblems(IReadOnlyList<PeriodRow> periods)
    {
        var asked = periods.Where(period => period.State != PeriodRow.Open).ToList();
        foreach (var (before, after) in asked.Zip(asked.Skip(1)))
        {
            if (after.FirstDay != before.LastDay.PlusDays(1) || before.State != PeriodRow.Closed)
            {
                yield return $"accounting_period {after.Code} is {after.State} from {after.FirstDay:uuuu-MM-dd} behind {before.Code}, which is {before.State} to {before.LastDay:uuuu-MM-dd}";
            }
        }

        foreach (var period in asked)
        {
            if (period.State == PeriodRow.Closed && period.LastEntry is null)
            {
                yield return $"accounting_period {period.Code} is closed and does not say with which entry";
            }

            if (!AccountingPeriod.TryParse(period.Code, out var known) || (known.FirstDay, known.LastDay) != (period.FirstDay, period.LastDay))
            {
                yield return $"accounting_period {period.Code} is said to last from {period.FirstDay:uuuu-MM-dd} to {period.LastDay:uuuu-MM-dd}";
            }
        }
    }

    private static IEnumerable<string> PeopleProblems(PeriodRow period, IReadOnlyList<string> actors)
    {
        var closed = period.State == PeriodRow.Closed;
        if (closed && !TwoPeople.Are(period.Maker, period.Checker))
        {
            yield return $"accounting_period {period.Code} of {period.Maker} was closed by {period.Checker ?? "nobody"}";
        }

        if (actors.Count != (closed ? 1 : 0) || (closed && actors[0] != period.Checker))
        {
            yield return $"accounting_period {period.Code} {period.State} by {period.Checker ?? "nobody"} has {actors.Count} audit entries of its closing";
        }
    }
}
