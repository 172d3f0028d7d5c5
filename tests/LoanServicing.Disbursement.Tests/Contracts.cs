using LoanServicing.Contracts;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Schedules;
using NodaTime;

namespace LoanServicing.Disbursement.Tests;

/// <summary>Signed contracts as intake publishes them.</summary>
internal static class Contracts
{
    public static LocalDate SignedOn { get; } = new(2026, 11, 22);

    /// <summary>The IBAN of an account at another bank.</summary>
    public const string Elsewhere = "IR820540102680020817909002";

    public static ContractSigned Signed(
        long principal = 380_000_000, string name = "رضا سالاری", string county = "Rabor", string iban = "IR740590000000001234567890")
    {
        var applicationId = Guid.CreateVersion7();
        var alavi = new Rials(principal).MulDivHalfUp(25, 84);
        return new ContractSigned(
            Header(applicationId, 5),
            applicationId,
            ReservationRound: 1,
            PaymentAttempt: 1,
            new Borrower("0499370899", name, county, Tranches.Employment),
            "K-1405-1",
            SignedOn,
            new LoanTermsAgreed(new Rials(principal), 24, FeeMethod.CbiAnnual, 400, new Rials(10_000), GraceMonths: 0, DueDay: null),
            new FunderShares(alavi, new Rials(principal) - alavi),
            iban);
    }

    /// <summary>The contract ordered again after a refusal or a return.</summary>
    public static ContractSigned OrderedAgain(this ContractSigned contract) => contract with
    {
        Header = Header(contract.ApplicationId, contract.Header.Sequence + 2),
        PaymentAttempt = contract.PaymentAttempt + 1,
        Iban = "IR790590000000009876543210",
    };

    public static ContractSigned UnderAnotherMessageId(this ContractSigned contract) =>
        contract with { Header = contract.Header with { MessageId = Guid.CreateVersion7() } };

    private static FactHeader Header(Guid applicationId, long sequence) => new(
        Guid.CreateVersion7(), Streams.Application, applicationId, sequence, SignedOn, SystemClock.Instance.GetCurrentInstant());
}
