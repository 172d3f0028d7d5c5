using System.Text.Json;
using System.Text.Json.Nodes;
using LoanServicing.Contracts;
using LoanServicing.Contracts.Outside;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Schedules;
using LoanServicing.Platform.Messaging;
using NodaTime;

namespace LoanServicing.Host.Tests.Schemas;

/// <summary>What we tell outside parties of loans is as its published schema says, and names no person.</summary>
public sealed class LoanMessageTests
{
    private static readonly Guid LoanId = Guid.CreateVersion7();
    private static readonly LocalDate Date = new(2026, 10, 23);

    public static TheoryData<string> Names => [.. LoanMessageKind.All.Select(kind => kind.Name)];

    [Fact]
    public void Every_fact_of_the_loan_stream_has_a_message() => Assert.Equal(
        [
            nameof(LateChargeDecided), nameof(LoanOpened), nameof(LoanReopened), nameof(LoanReturned), nameof(LoanSettled), nameof(LoanWrittenOff), nameof(PlanChanged),
            nameof(ReceiptReversed), nameof(RepaymentPosted),
        ],
        Facts().Select(fact => fact.GetType().Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_as_its_schema_says(string name)
    {
        var kind = LoanMessageKind.All.Single(one => one.Name == name);
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(SchemaFilesTests.Find("schemas"), "messages", kind.VersionedName + ".json")))!.AsObject();

        var message = JsonSerializer.SerializeToNode(kind.Tell(Facts().Single(fact => fact.GetType() == kind.Fact)), kind.Message, FactJson.Options)!.AsObject();

        Assert.True(SchemaCheck.Accepts(schema, message), message.ToJsonString());
        Assert.Equal(schema["properties"]!.AsObject().Select(one => one.Key), message.Select(one => one.Key));
        Assert.Equal((LoanId.ToString(), "2026-10-23", "1405-08-01"), ((string)message["loanId"]!, (string)message["businessDate"]!, (string)message["businessDatePersian"]!));
        Assert.DoesNotContain("0499370899", message.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>The posting takes back what a later receipt had paid, so that parts of it are negative.</summary>
    private static IEnumerable<IFact> Facts()
    {
        var (applicationId, shares) = (Guid.CreateVersion7(), new FunderShares(new Rials(25), new Rials(59)));
        yield return new LoanOpened(
            Header(1), LoanId, applicationId, new Borrower("0499370899", "زهرا کرمانی", "Kerman", "health"), new Rials(84), shares, Date, Date, "100000114");
        yield return new RepaymentPosted(
            Header(2), LoanId, applicationId, Guid.CreateVersion7(), "health", "Kerman", new Rials(10), new FunderShares(new Rials(-1), new Rials(-2)),
            new Rials(-3), new Rials(16), Rials.Zero, Date, "paya", "R-1");
        yield return new LoanSettled(Header(3), LoanId, applicationId, "health", "Kerman", shares, new Rials(4), Date);
        yield return new LoanReturned(Header(4), LoanId, applicationId, Guid.CreateVersion7(), 1, 1, "health", "Kerman", shares, Date, "AC04");
        yield return new ReceiptReversed(
            Header(5), LoanId, applicationId, Guid.CreateVersion7(), Guid.CreateVersion7(), "health", "Kerman", new Rials(10), new FunderShares(new Rials(-1), new Rials(-2)),
            new Rials(-3), new Rials(-1), Rials.Zero, Date, "paya", "R-1", null, null, new FunderShares(new Rials(-1), new Rials(-2)), new Rials(-5), new Rials(5));
        yield return new LoanReopened(Header(6), LoanId, applicationId, "health", "Kerman");
        yield return new PlanChanged(
            Header(7), LoanId, applicationId, "health", "Kerman", new PlanChange(PlanChangeKind.Holiday, Date, 3, Date.PlusMonths(4), 1, 24, new Rials(20)));
        yield return new LateChargeDecided(Header(9), LoanId, applicationId, "health", "Kerman", LateDecisionKind.Cost, new Rials(250_000), Date);
        yield return new LoanWrittenOff(Header(8), LoanId, applicationId, "health", "Kerman", shares, new Rials(4), Date);
    }

    private static FactHeader Header(long sequence) => new(Guid.CreateVersion7(), Streams.Loan, LoanId, sequence, Date, Instant.FromUtc(2026, 10, 23, 8, 0));
}
