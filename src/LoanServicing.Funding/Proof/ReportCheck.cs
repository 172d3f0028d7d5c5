using System.Text.Json;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;

namespace LoanServicing.Funding.Proof;

/// <summary>Compares each line of a proof's report with what its entries give. Begun once all entries are known.</summary>
internal sealed class ReportCheck
{
    private readonly JournalFigures _figures;
    private readonly Action<string> _differ;
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<Guid> _loansSeen = [];
    private readonly Conservation _books;

    public ReportCheck(JournalFigures figures, Action<string> differ)
    {
        (_figures, _differ) = (figures, differ);
        var owed = figures.Loans.Values.GroupBy(loan => loan.Tranche).ToDictionary(
            loans => loans.Key, loans => loans.Aggregate(FunderShares.Zero, (sum, loan) => sum + loan.Outstanding));
        var tranches = figures.Balances.Keys.Select(key => key.Tranche).Where(tranche => tranche.Length > 0).Distinct();
        _books = Conservation.Of([.. figures.Balances.Values], tranches, owed);
    }

    /// <exception cref="JsonException">It is no line of a report.</exception>
    public void Take(string kind, byte[] line)
    {
        switch (kind)
        {
            case ProofLines.Day:
                var day = ProofLines.Read<DayProof>(line);
                var key = new BalanceKey(day.Account, day.Owner, day.Tranche ?? "", day.Date);
                Compare(kind, NameOf(key), line, DayProof.Of(_figures.Balances.GetValueOrDefault(key) ?? new BalanceChange(key, Rials.Zero, Rials.Zero)));
                break;
            case ProofLines.Tranche:
                var tranche = ProofLines.Read<TrancheProof>(line);
                Compare(kind, $"tranche {tranche.Tranche} of {tranche.Funder}", line, TrancheProof.Of(TrancheOf(tranche.Tranche, tranche.Funder)));
                break;
            case ProofLines.Funder:
                var funder = ProofLines.Read<FunderProof>(line);
                Compare(kind, $"funder {funder.Code}", line, FunderProof.Of(FunderOf(funder.Code)));
                break;
            case ProofLines.Bank:
                _ = ProofLines.Read<BankProof>(line);
                Compare(kind, "the bank", line, BankProof.Of(_books));
                break;
            case ProofLines.Loan:
                TakeLoan(ProofLines.Read<LoanProof>(line), line);
                break;
            default:
                throw new JsonException($"No line of a proof is named '{kind}'.");
        }
    }

    /// <summary>What the entries give and the report does not say, and rules that the books themselves break.</summary>
    public void End()
    {
        foreach (var name in Expected().Where(name => !_seen.Contains(name)))
        {
            _differ($"{name} is missing from the report");
        }

        foreach (var loan in _figures.Loans)
        {
            if (!_loansSeen.Contains(loan.Key))
            {
                _differ($"loan {loan.Key:D} is missing from the report");
            }

            if (!loan.Value.Holds)
            {
                _differ($"loan {loan.Key:D} has a negative part of its principal: {loan.Value}");
            }
        }

        foreach (var (name, identity) in Identities().Where(each => !each.Identity.Holds))
        {
            _differ($"{name}: {identity.Equation} does not hold, {identity.Left} is not {identity.Right}");
        }
    }

    private void TakeLoan(LoanProof told, byte[] line)
    {
        if (!_loansSeen.Add(told.LoanId))
        {
            _differ($"loan {told.LoanId:D} is in the report twice");
        }

        Differences($"loan {told.LoanId:D}", line, ProofLines.Write(
            ProofLines.Loan, LoanProof.Of(told.LoanId, _figures.Loans.GetValueOrDefault(told.LoanId) ?? LoanFigures.None)));
    }

    private void Compare<T>(string kind, string name, byte[] line, T expected)
    {
        if (!_seen.Add(name))
        {
            _differ($"{name} is in the report twice");
        }

        Differences(name, line, ProofLines.Write(kind, expected));
    }

    private void Differences(string name, byte[] line, byte[] expected)
    {
        if (line.AsSpan().SequenceEqual(expected))
        {
            return;
        }

        using var told = JsonDocument.Parse(line);
        using var given = JsonDocument.Parse(expected);
        var fields = JsonDifferences.Of(Inside(told), Inside(given)).DefaultIfEmpty("it is not written as the program writes it");
        _differ($"{name} differs from what the entries give: {string.Join(", ", fields)}");
    }

    private static JsonElement Inside(JsonDocument line) => line.RootElement.EnumerateObject().First().Value;

    private IEnumerable<string> Expected() =>
        _figures.Balances.Keys.Order().Select(NameOf)
            .Concat(_books.Tranches.Select(each => $"tranche {each.Tranche} of {each.Funder}"))
            .Concat(_books.Funders.Select(each => $"funder {each.Funder}"))
            .Append("the bank");

    private IEnumerable<(string Name, BookIdentity Identity)> Identities() =>
        _books.Funders.SelectMany(each => each.Identities.Select(identity => ($"funder {each.Funder}", identity)))
            .Concat(_books.Tranches.SelectMany(each => each.Identities.Select(identity => ($"tranche {each.Tranche} of {each.Funder}", identity))))
            .Concat(_books.Identities.Select(identity => ("the bank", identity)));

    /// <summary>A tranche in which nothing has moved has figures of zero.</summary>
    private TrancheConservation TrancheOf(string tranche, string funder) =>
        _books.Tranches.FirstOrDefault(each => each.Tranche == tranche && each.Funder == funder)
        ?? new TrancheConservation(tranche, funder, Rials.Zero, Rials.Zero, Rials.Zero, Rials.Zero, Rials.Zero);

    private FunderConservation FunderOf(string code) =>
        _books.Funders.FirstOrDefault(each => each.Funder == code) ?? FunderConservation.Of(new TrialBalance(), code, Rials.Zero);

    private static string NameOf(BalanceKey key) =>
        $"day {key.BookingDate:uuuu-MM-dd} of {key.Account} {key.Owner}{(key.Tranche.Length > 0 ? " " : "")}{key.Tranche}";
}
