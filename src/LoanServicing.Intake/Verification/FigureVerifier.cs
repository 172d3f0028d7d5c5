using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Money;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Verification;
using NodaTime;

namespace LoanServicing.Intake.Verification;

/// <summary>
/// Rule R11 for what applications hold in figures: what was asked for, approved, reserved, signed and pledged is what the audit trail says was decided.
/// Applications are read some at a time with all that belongs to them.
/// </summary>
internal static class FigureVerifier
{
    private const string SelectApplications =
        """
        select a.application_id, a.amount, a.approved_amount, a.alavi_share, a.sina_share, a.loan_id, a.paid_out_on,
          (select max(t.business_date) from application_transition t where t.application_id = a.application_id and t.cause = 'LoanOpened') as opened_on
        from application a where a.application_id > @after order by a.application_id
        """;

    private const string OfThese = "where application_id > @after and application_id <= @last";

    private const string SelectApprovals = $"select {ApprovalStore.Columns} from approval {OfThese}";

    private const string SelectContracts = $"select {ContractStore.Columns} from contract {OfThese}";

    private const string SelectCollateral = $"select {CollateralStore.Columns} from collateral {OfThese} order by application_id, number";

    private const string SelectAssessments = $"select application_id, revision, outcome, rule_set_version, rules, assessed_on from assessment {OfThese}";

    public static async Task<RuleFinding> VerifyAsync(DbConnection connection)
    {
        var problems = new List<string>();
        var count = 0L;
        var after = Guid.Empty;
        while (await PageAsync(connection, after) is { Count: > 0 } page)
        {
            var range = new { after, last = page[^1].ApplicationId };
            var audited = await AuditTrail.OfAsync(connection, ApplicationChange.SubjectType, [.. page.Select(row => row.ApplicationId.ToString("D"))]);
            var approvals = (await connection.QueryAsync<ApprovalRow>(SelectApprovals, range)).ToDictionary(row => row.ApplicationId);
            var contracts = (await connection.QueryAsync<ContractRow>(SelectContracts, range)).ToDictionary(row => row.ApplicationId);
            var collateral = (await connection.QueryAsync<CollateralRow>(SelectCollateral, range)).ToLookup(row => row.ApplicationId);
            var assessments = (await connection.QueryAsync<AssessmentRow>(SelectAssessments, range)).ToLookup(row => row.ApplicationId);
            foreach (var row in page)
            {
                count++;
                var stored = new Stored(
                    row, approvals.GetValueOrDefault(row.ApplicationId), contracts.GetValueOrDefault(row.ApplicationId), [.. collateral[row.ApplicationId]],
                    [.. assessments[row.ApplicationId]], new Decided([.. audited[row.ApplicationId.ToString("D")]]));
                problems.AddRange(ProblemsOf(stored));
            }

            after = range.last;
        }

        return new RuleFinding("R11", count, "applications with the figures that were decided", problems);
    }

    private static async Task<IReadOnlyList<FiguresRow>> PageAsync(DbConnection connection, Guid after) =>
        [.. await connection.QueryAsync<FiguresRow>(connection.First(SelectApplications, "@limit"), new { after, limit = AuditTrail.SubjectsAtOnce })];

    private static IEnumerable<string> ProblemsOf(Stored stored)
    {
        var (row, decided) = (stored.Row, stored.Decided);
        var asked = decided.Last(nameof(ApplicationCommand.Resubmit), TransitionRow.Submit)?.RialsAt("inputs", "amount");
        if (row.Amount != asked)
        {
            yield return $"application {row.ApplicationId} asks for {row.Amount} rials; {asked} were asked for";
        }

        foreach (var problem in ApprovalProblems(stored).Concat(ShareProblems(stored)).Concat(PayoutProblems(stored)).Concat(ContractProblems(stored)).Concat(AssessmentProblems(stored)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> ApprovalProblems(Stored stored)
    {
        var decision = stored.Decided.Last(nameof(ApplicationCommand.Approve), nameof(ApplicationCommand.ConfirmSecondApproval));
        var (amount, limit) = (decision?.RialsAt("inputs", "amount"), decision?.RialsAt("inputs", "onePersonLimit"));
        if (stored.Row.ApprovedAmount != amount)
        {
            yield return $"application {stored.Row.ApplicationId} has {stored.Row.ApprovedAmount} rials approved; {amount} were approved";
        }

        if ((stored.Approval?.Amount, stored.Approval?.OnePersonLimit) != (amount, limit))
        {
            yield return $"approval of application {stored.Row.ApplicationId}: of {stored.Approval?.Amount} rials with a limit of {stored.Approval?.OnePersonLimit}; "
                + $"{amount} were approved with {limit}";
        }
    }

    private static IEnumerable<string> ShareProblems(Stored stored)
    {
        var reserved = stored.Decided.LastWith("shares", nameof(ApplicationFact.FundsReserved));
        var told = (reserved?.RialsAt("inputs", "shares", "alavi"), reserved?.RialsAt("inputs", "shares", "sina"));
        if ((stored.Row.AlaviShare, stored.Row.SinaShare) != told)
        {
            yield return $"application {stored.Row.ApplicationId} has the shares {stored.Row.AlaviShare} and {stored.Row.SinaShare}; {told.Item1} and {told.Item2} were reserved";
        }
    }

    // Loans of the first version are dated by the step that told of them.
    private static IEnumerable<string> PayoutProblems(Stored stored)
    {
        var row = stored.Row;
        var told = row.LoanId is null ? null : stored.Decided.LastWith("valueDate", nameof(ApplicationFact.LoanOpened))?.TextAt("inputs", "valueDate");
        if (FactJson.Write(row.PaidOutOn) != (told ?? "null") && (row.LoanId is null || row.PaidOutOn != row.OpenedOn))
        {
            yield return $"application {row.ApplicationId} was paid out on {FactJson.Write(row.PaidOutOn)}; {told ?? "no loan"} was told";
        }
    }

    private static IEnumerable<string> ContractProblems(Stored stored)
    {
        var signed = stored.Decided.Last(nameof(ApplicationCommand.SignContract))?.TextAt("inputs", "terms");
        var terms = stored.Contract is { } contract ? FactJson.Write(contract.Terms) : null;
        if (terms != signed)
        {
            yield return $"contract of application {stored.Row.ApplicationId} has the terms {terms}; signed were {signed}";
        }

        if (stored.Decided.LastOf(ContractStore.RecordedAction) is { } recorded && recorded.TextAt("collateral") != FactJson.Write(stored.Collateral.Select(pledge => pledge.Item)))
        {
            yield return $"collateral of application {stored.Row.ApplicationId} is {string.Join(", ", stored.Collateral.Select(pledge => $"{pledge.Number} of {pledge.Amount}"))}; "
                + $"pledged was {recorded.TextAt("collateral")}";
        }
    }

    private static IEnumerable<string> AssessmentProblems(Stored stored) =>
        from assessment in stored.Assessments
        let told = stored.Decided.All.Where(decision => decision.At("inputs", "ruleSetVersion").ValueKind != System.Text.Json.JsonValueKind.Undefined)
        where !told.Any(decision => decision.TextAt("inputs", "rules") == assessment.Rules)
        select $"assessment of application {stored.Row.ApplicationId} revision {assessment.Revision} is not what the rules said";

    /// <summary>An application and everything about it.</summary>
    private sealed record Stored(
        FiguresRow Row, ApprovalRow? Approval, ContractRow? Contract, IReadOnlyList<CollateralRow> Collateral, IReadOnlyList<AssessmentRow> Assessments, Decided Decided);

    /// <summary>What was decided on one application, in order.</summary>
    private sealed record Decided(IReadOnlyList<AuditedDecision> All)
    {
        public AuditedDecision? Last(params string[] causes) =>
            All.LastOrDefault(decision => causes.Any(cause => decision.Action == ApplicationChange.ActionOf(cause)));

        public AuditedDecision? LastWith(string withInput, string cause) => All.LastOrDefault(decision =>
            decision.Action == ApplicationChange.ActionOf(cause) && decision.TextAt("inputs", withInput) is not null);

        public AuditedDecision? LastOf(string action) => All.LastOrDefault(decision => decision.Action == action);
    }

    private sealed record FiguresRow
    {
        public Guid ApplicationId { get; init; }

        public Rials Amount { get; init; }

        public Rials? ApprovedAmount { get; init; }

        public Rials? AlaviShare { get; init; }

        public Rials? SinaShare { get; init; }

        public Guid? LoanId { get; init; }

        public LocalDate? PaidOutOn { get; init; }

        public LocalDate? OpenedOn { get; init; }
    }
}
