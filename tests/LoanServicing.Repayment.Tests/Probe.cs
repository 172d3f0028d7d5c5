using System.Collections.Concurrent;
using LoanServicing.Contracts;
using LoanServicing.Platform.Hosting;
using LoanServicing.TestSupport;

namespace LoanServicing.Repayment.Tests;

/// <summary>The rest of the programme as far as these tests need it: tells facts to the service, owns the business date, keeps what the service tells.</summary>
public sealed class Probe
{
    public const string Name = "probe";

    private readonly ConcurrentDictionary<Guid, IFact> _heard = new();

    public ServiceModule Module => new(Name, typeof(Probe).Assembly)
    {
        BusinessDateNotBefore = _ => Task.FromResult<NodaTime.LocalDate?>(null),
        MapHandlers = (map, _) => map
            .On<LoanOpened>((fact, _) => Keep(fact))
            .On<RepaymentPosted>((fact, _) => Keep(fact))
            .On<LoanSettled>((fact, _) => Keep(fact))
            .On<LoanReturned>((fact, _) => Keep(fact))
            .On<ReceiptReversed>((fact, _) => Keep(fact))
            .On<LoanReopened>((fact, _) => Keep(fact))
            .On<PlanChanged>((fact, _) => Keep(fact))
            .On<LoanWrittenOff>((fact, _) => Keep(fact))
            .On<LateChargeDecided>((fact, _) => Keep(fact))
            .On<InstalmentFallingDue>((fact, _) => Keep(fact))
            .On<InstalmentOverdue>((fact, _) => Keep(fact))
            .On<LoanReclassified>((fact, _) => Keep(fact))
            .On<DayClosed>((fact, _) => Keep(fact))
            .On<ReceiptSuspended>((fact, _) => Keep(fact))
            .On<SuspenseKept>((fact, _) => Keep(fact)),
    };

    /// <summary>The facts about a loan, in order of their sequence.</summary>
    public IReadOnlyList<IFact> Of(Guid loanId) =>
        [.. _heard.Values.Where(fact => fact.Header.Key == loanId).OrderBy(fact => fact.Header.Stream).ThenBy(fact => fact.Header.Sequence)];

    /// <summary>Waits until it has heard of money in suspense with this reference.</summary>
    public async Task<ReceiptSuspended> ExpectSuspendedAsync(string bankReference)
    {
        ReceiptSuspended? Heard() => _heard.Values.OfType<ReceiptSuspended>().SingleOrDefault(fact => fact.BankReference == bankReference);
        await Eventually.TrueAsync(() => Heard() is not null, $"money in suspense under {bankReference}");
        return Heard()!;
    }

    /// <summary>Waits until it has heard that money stays in suspense.</summary>
    public async Task<SuspenseKept> ExpectKeptAsync(Guid suspenseId)
    {
        SuspenseKept? Heard() => _heard.Values.OfType<SuspenseKept>().SingleOrDefault(fact => fact.SuspenseId == suspenseId);
        await Eventually.TrueAsync(() => Heard() is not null, $"money in suspense {suspenseId} is kept");
        return Heard()!;
    }

    /// <summary>Waits until so many facts about a loan have come.</summary>
    public async Task<IReadOnlyList<IFact>> ExpectAsync(Guid loanId, int count)
    {
        await Eventually.TrueAsync(() => Of(loanId).Count >= count, $"{count} facts about loan {loanId}");
        return Of(loanId);
    }

    private Task Keep(IFact fact)
    {
        _heard.TryAdd(fact.Header.MessageId, fact);
        return Task.CompletedTask;
    }
}
