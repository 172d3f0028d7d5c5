using System.Text.Json.Nodes;
using LoanServicing.Domain.Programmes;
using LoanServicing.Host.Clients;

namespace LoanServicing.Host.Simulation;

/// <summary>What became of one row.</summary>
internal sealed class SimulatedApplication(ApplicationRow row)
{
    public ApplicationRow Row { get; } = row;

    public string? ApplicationId { get; set; }

    public string? LoanId { get; set; }

    public string Tranche => Row.Fields.GetValueOrDefault("tranche", "");

    /// <summary><c>eligible</c>, <c>refer</c>, <c>ineligible</c>, or <c>invalid</c> when it never became an application.</summary>
    public string Outcome { get; private set; } = "";

    public IReadOnlyList<string> FailedRules { get; private set; } = [];

    public bool MayBeApproved => Outcome is "eligible" or "refer";

    public bool IsKnownTranche => Tranches.All.Contains(Tranche);

    public void Refused(ApiAnswer answer)
    {
        Outcome = "invalid";
        var codes = answer.Body?["errors"]?.AsArray().Select(error => (string)error!["code"]!) ?? [answer.Code ?? "unknown"];
        FailedRules = [.. codes.Distinct().Order(StringComparer.Ordinal)];
    }

    public void Assessed(JsonNode eligibility)
    {
        Outcome = (string)eligibility["outcome"]!;
        var failed = eligibility["rules"]!.AsArray().Where(rule => !(bool)rule!["passed"]!);
        FailedRules = [.. failed.Select(rule => (string)rule!["id"]!).Order(StringComparer.Ordinal)];
    }
}
