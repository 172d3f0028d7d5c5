using LoanServicing.Contracts;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Programmes;
using NodaTime;

namespace LoanServicing.Eligibility.Tests;

/// <summary>Submissions as intake publishes them.</summary>
internal static class Submissions
{
    public static LocalDate AsOf { get; } = SolarHijriDate.Create(1405, 9, 1).ToIso();

    public static ApplicationSubmitted Eligible(params IReadOnlyList<ApplicationSubmitted> predecessors)
    {
        var applicationId = Guid.CreateVersion7();
        return new ApplicationSubmitted(
            Header(applicationId, 1),
            applicationId,
            Revision: 1,
            SubmissionNumber: predecessors.Count + 1,
            [.. predecessors.Select(predecessor => new Predecessor(predecessor.ApplicationId, predecessor.Revision))],
            "0499370899",
            SolarHijriDate.Create(1370, 5, 5).ToIso(),
            "Kerman",
            "Rabor",
            Rural: true,
            IncomeDecile: 3,
            PriorSupport: "none",
            SkillProof: "TVTO-0034555",
            MedicalReferral: null,
            BuildingPermit: null,
            Tranches.Employment,
            new Rials(380_000_000),
            Installments: 24);
    }

    public static ApplicationSubmitted Ineligible(params IReadOnlyList<ApplicationSubmitted> predecessors) =>
        Eligible(predecessors) with { Province = "Tehran" };

    public static ApplicationSubmitted Referred(params IReadOnlyList<ApplicationSubmitted> predecessors) =>
        Eligible(predecessors) with { SkillProof = null };

    public static ApplicationSubmitted Revised(this ApplicationSubmitted submission) => submission with
    {
        Header = Header(submission.ApplicationId, submission.Revision + 1),
        Revision = submission.Revision + 1,
    };

    private static FactHeader Header(Guid applicationId, long sequence) => new(
        Guid.CreateVersion7(), Streams.Application, applicationId, sequence, AsOf, SystemClock.Instance.GetCurrentInstant());
}
