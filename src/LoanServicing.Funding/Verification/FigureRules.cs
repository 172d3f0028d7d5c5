using System.Data.Common;
using System.Text.Json;
using Dapper;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Checks;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;
using NodaTime;

namespace LoanServicing.Funding.Verification;

/// <summary>
/// R11 for figures that no sum of the books can tell, because they are not booked, or not yet: what was asked for is what the audit trail says was asked
/// for, and the agreement's figures are those that were taken over.
/// </summary>
internal static class FigureRules
{
    private const string SelectContributions =
        "select contribution_id as id, request_id, maker, amount, funder, bank_reference, value_date from contribution where contribution_id > @after order by contribution_id";

    private const string SelectWithdrawals =
        """
        select withdrawal_id as id, request_id, maker, amount, kind, owner, bank_reference, value_date, reason, loan_id, beneficiary
        from withdrawal where withdrawal_id > @after order by withdrawal_id
        """;

    private const string SelectReallocations =
        """
        select reallocation_id as id, request_id, maker, amount, from_tranche as [from], to_tranche as [to], effective_date, reason
        from reallocation where reallocation_id > @after order by reallocation_id
        """;

    private const string SelectResolutions = "select request_id, break_id, action, reason, details, maker from break_resolution where request_id > @after order by request_id";

    private const string SelectApplications = "select application_id from funded_application where application_id > @after order by application_id";

    private const string SelectReservations =
        $"select {ReservationStore.Columns} from reservation where application_id > @after and application_id <= @last order by application_id, round";

    public static IEnumerable<Look> Looks(DbConnection connection) =>
    [
        new("R11", "contribution", () => AskedAsync(connection, "contribution", SelectContributions)),
        new("R11", "withdrawal", () => AskedAsync(connection, "withdrawal", SelectWithdrawals)),
        new("R11", "reallocation", () => AskedAsync(connection, "reallocation", SelectReallocations)),
        new("R11", "break_resolution", () => ResolutionsAsync(connection)),
        new("R11", "reservation", () => ReservationsAsync(connection)),
        new("R11", "tranche and funder", () => AgreementAsync(connection)),
    ];

    private static async Task<RuleFinding> AskedAsync(DbConnection connection, string what, string select)
    {
        var (count, problems) = (0L, new List<string>());
        for (var after = Guid.Empty; await PageAsync<AskedRow>(connection, select, after) is { Count: > 0 } page; after = page[^1].Id)
        {
            count += page.Count;
            var asked = await CheckVerifier.AskedAsync(connection, page.Select(row => row.RequestId));
            problems.AddRange(
                from row in page
                let decision = asked.GetValueOrDefault(row.RequestId)
                from difference in row.DifferencesFrom(decision)
                select $"{what} {row.Id:D} {difference}");
            problems.AddRange(
                from row in page
                let amount = asked.GetValueOrDefault(row.RequestId)?.RialsAt("payload", "amountRials")
                where row.Amount != amount
                select $"{what} {row.Id:D} is of {row.Amount} rials; {amount} were asked for");
        }

        return new RuleFinding("R11", count, $"{what}s as they were asked for", problems);
    }

    private static async Task<RuleFinding> ResolutionsAsync(DbConnection connection)
    {
        var (count, problems) = (0L, new List<string>());
        for (var after = Guid.Empty; await PageAsync<ResolutionRow>(connection, SelectResolutions, after) is { Count: > 0 } page; after = page[^1].RequestId)
        {
            count += page.Count;
            var asked = await CheckVerifier.AskedAsync(connection, page.Select(row => row.RequestId));
            problems.AddRange(page.Where(row => !IsAsAsked(row, asked.GetValueOrDefault(row.RequestId)))
                .Select(row => $"break-resolution {row.RequestId:D} is not what was asked for"));
        }

        return new RuleFinding("R11", count, "resolutions of breaks as they were asked for", problems);
    }

    private static bool IsAsAsked(ResolutionRow row, AuditedDecision? asked) =>
        asked is not null && asked.Actor == row.Maker && asked.TextAt("payload") == row.Details
        && (asked.TextAt("payload", "breakId"), asked.TextAt("payload", "action"), asked.TextAt("payload", "reason"))
            == (FactJson.Write(row.BreakId), FactJson.Write(row.Action), FactJson.Write(row.Reason));

    private static async Task<RuleFinding> ReservationsAsync(DbConnection connection)
    {
        var (count, problems) = (0L, new List<string>());
        for (var after = Guid.Empty; await PageAsync<Guid>(connection, SelectApplications, after) is { Count: > 0 } page; after = page[^1])
        {
            var reservations = (await connection.QueryAsync<ReservationRow>(SelectReservations, new { after, last = page[^1] })).ToList();
            count += reservations.Count;
            var audited = await AuditTrail.OfAsync(connection, "application", [.. page.Select(id => id.ToString("D"))]);
            problems.AddRange(
                from row in reservations
                let decided = audited[row.ApplicationId.ToString("D")].Where(decision => decision.TextAt("round") == $"{row.Round}").ToList()
                where !decided.Exists(decision => decision.RialsAt("amount") == row.Amount)
                select $"{row.Name} is of {row.Amount} rials; {string.Join(", ", decided.Select(decision => $"{decision.RialsAt("amount")}").Distinct())} were decided on");
        }

        return new RuleFinding("R11", count, "reservations with the amounts that were decided on", problems);
    }

    /// <summary>Nothing is compared where the figures are not recorded yet: the next start of the service does that.</summary>
    private static async Task<RuleFinding> AgreementAsync(DbConnection connection)
    {
        var audited = await AuditTrail.OfAsync(connection, ProgrammeAudit.SubjectType, [ProgrammeAudit.Subject, ProgrammeAudit.LossOrder]);
        var taken = audited[ProgrammeAudit.Subject].FirstOrDefault();
        var pool = await connection.QuerySingleOrDefaultAsync<PoolRow>(PoolStore.SelectPool);
        List<string> problems = taken is null
            ? []
            :
            [
                .. Differences(
                    "tranche", "first allocation", taken.At("allocations"), (await connection.QueryAsync<TrancheRow>(PoolStore.SelectTranches)).ToDictionary(row => row.Code, row => row.FirstAllocation)),
                .. Differences(
                    "funder", "commitment", taken.At("commitments"), (await connection.QueryAsync<FunderRow>(PoolStore.SelectFunders)).ToDictionary(row => row.Code, row => row.Committed)),
                .. PoolProblems(taken, pool),
                .. LossOrderProblems(audited[ProgrammeAudit.LossOrder].LastOrDefault(), pool),
            ];
        return new RuleFinding("R11", taken is null ? 0 : 1, "agreement taken over", problems);
    }

    private static IEnumerable<string> Differences(string what, string figure, JsonElement agreed, Dictionary<string, Rials> stored)
    {
        var told = agreed.ValueKind == JsonValueKind.Object ? agreed.EnumerateObject().ToDictionary(each => each.Name, each => new Rials(each.Value.GetInt64())) : [];
        foreach (var code in told.Keys.Except(stored.Keys))
        {
            yield return $"{what} {code} is in the agreement, and its row is gone";
        }

        foreach (var (code, amount) in stored.Where(row => !told.TryGetValue(row.Key, out var agreedOn) || agreedOn != row.Value))
        {
            yield return $"{what} {code} has a {figure} of {amount} rials; the agreement says {(told.TryGetValue(code, out var agreedOn) ? $"{agreedOn}" : "nothing of it")}";
        }
    }

    private static IEnumerable<string> PoolProblems(AuditedDecision taken, PoolRow? pool)
    {
        if (pool is null)
        {
            yield return "pool is gone";
        }
        else if ((taken.TextAt("ratioAlavi"), taken.TextAt("ratioSina")) != ($"{pool.RatioAlavi}", $"{pool.RatioSina}"))
        {
            yield return $"pool has the ratio {pool.RatioAlavi} : {pool.RatioSina}; the agreement says {taken.TextAt("ratioAlavi")} : {taken.TextAt("ratioSina")}";
        }
    }

    /// <param name="changed">The last change; null where there was none, and each funder bears its own losses.</param>
    private static IEnumerable<string> LossOrderProblems(AuditedDecision? changed, PoolRow? pool)
    {
        var (stored, told) = (FactJson.Write(pool?.LossOrder ?? ""), changed?.TextAt("to") ?? FactJson.Write(""));
        if (pool is not null && stored != told)
        {
            yield return $"pool has the order of loss {stored}; the audit trail says {told}";
        }
    }

    private static async Task<IReadOnlyList<T>> PageAsync<T>(DbConnection connection, string sql, Guid after) =>
        [.. await connection.QueryAsync<T>(connection.First(sql, "@limit"), new { after, limit = AuditTrail.SubjectsAtOnce })];

    private sealed record AskedRow
    {
        public Guid Id { get; init; }

        public Guid RequestId { get; init; }

        public string Maker { get; init; } = "";

        public Rials Amount { get; init; }

        public string? Funder { get; init; }

        public string? Kind { get; init; }

        public string? Owner { get; init; }

        public string? BankReference { get; init; }

        public LocalDate? ValueDate { get; init; }

        public Guid? LoanId { get; init; }

        public string? Beneficiary { get; init; }

        public string? From { get; init; }

        public string? To { get; init; }

        public LocalDate? EffectiveDate { get; init; }

        public string? Reason { get; init; }

        /// <summary>Whatever the row says and was asked for otherwise. A deposit out of suspense was not asked for with its reference and date: the journal has them.</summary>
        public IEnumerable<string> DifferencesFrom(AuditedDecision? asked)
        {
            if (asked is null)
            {
                yield break; // its amount was asked for by nobody either, which is named
            }

            if (asked.Actor != Maker)
            {
                yield return $"is of {Maker}; {asked.Actor} asked for it";
            }

            foreach (var (name, value) in Said().Where(each => each.Value is not null))
            {
                if (asked.TextAt("payload", name) is { } told && told != value)
                {
                    yield return $"has the {name} {value}; {told} was asked for";
                }
            }
        }

        private IEnumerable<(string Name, string? Value)> Said() =>
        [
            ("funder", Text(Funder)), ("kind", Text(Kind)), ("owner", Text(Owner)), ("bankReference", Text(BankReference)), ("valueDate", Date(ValueDate)),
            ("loanId", LoanId is { } loan ? FactJson.Write(loan) : null), ("beneficiary", Text(Beneficiary)), ("from", Text(From)), ("to", Text(To)), ("effectiveDate", Date(EffectiveDate)), ("reason", Text(Reason)),
        ];

        private static string? Text(string? text) => text is null ? null : FactJson.Write(text);

        private static string? Date(LocalDate? date) => date is { } day ? FactJson.Write(day) : null;
    }
}
