using LoanServicing.Contracts;
using LoanServicing.Domain.Programmes;
using LoanServicing.Eligibility.Handlers;
using LoanServicing.Eligibility.Verification;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Eligibility;

/// <summary>Judges submitted applications by rules and explains each judgement.</summary>
public static class EligibilityService
{
    public const string Name = "eligibility";

    public static ServiceModule Module { get; } = new(Name, typeof(EligibilityService).Assembly)
    {
        MapHandlers = (map, services) => map
            .On<ApplicationSubmitted>(new AssessOnSubmission(services.GetRequiredService<Programme>()).HandleAsync),
        Verify = connection => Look.MakeAsync(new Look("R11", "assessment", () => AssessmentVerifier.VerifyAsync(connection))),
    };
}
