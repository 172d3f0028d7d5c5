using LoanServicing.Domain.Applications;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Schedules;
using LoanServicing.Intake.Handlers;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Http;
using NodaTime;

namespace LoanServicing.Intake.Endpoints;

/// <summary><c>POST /applications/{id}/contract</c>: freezes the terms of the product in force and orders the payment.</summary>
internal static class SignContract
{
    private const int LongestNumber = 50;

    public static async Task<Answer> HandleAsync(CommandContext context)
    {
        var (change, problem) = await ApplicationAccess.OpenAsync(context, ApplicationAccess.ForDecision, ApplicationCommand.SignContract);
        if (change is null)
        {
            return problem!;
        }

        var approvedOn = await ApprovalStore.LatestDayAsync(context.Unit, change.Row.ApplicationId) ?? change.Row.SubmittedOn;
        var signedOn = ReadSignedOn(context.Body, approvedOn, context.BusinessDate);
        var product = context.Service<Programme>().ProductFor(change.Row.Tranche, signedOn);
        var contract = ReadContract(context, change.Row, signedOn, product);
        var collateral = PledgedCollateral.Read(context.Body, product, contract.Principal);
        var guarantors = NamedGuarantors.Read(context.Body, change.Row);
        if (context.Body.Problem is { } malformed)
        {
            return malformed;
        }

        if (await ContractStore.HasNumberAsync(context.Unit, contract.ContractNumber))
        {
            return IntakeProblems.ContractNumberReused;
        }

        if (await PledgedCollateral.RefuseHeldAsync(context.Unit, collateral) is { } held)
        {
            return held;
        }

        if (await NamedGuarantors.RefuseExposedAsync(context.Unit, guarantors, context.Service<Programme>().MostGuaranteedLoans) is { } exposed)
        {
            return exposed;
        }

        await ContractStore.AddAsync(context.Unit, contract, collateral, guarantors);
        context.Unit.Record(new AuditEntry(
            context.Caller.Subject, ContractStore.RecordedAction, ApplicationChange.SubjectType, contract.ApplicationId.ToString("D"), context.BusinessDate,
            new { contract.ContractNumber, collateral, guarantors = guarantors.Count }));
        SigningFacts.OrderPayment(change, contract, ApplicationCommand.SignContract, null);
        await change.SaveAsync();
        return Answer.Ok(new ApplicationStatus(change.Row.Status));
    }

    private static ContractRow ReadContract(CommandContext context, ApplicationRow row, LocalDate signedOn, LoanProduct product)
    {
        var body = context.Body;
        var contract = new ContractRow
        {
            ApplicationId = row.ApplicationId,
            ContractNumber = Digits.Normalise(body.RequiredText("contractNumber", LongestNumber)),
            SignedOn = signedOn,
            Principal = row.CurrentAmount,
            Installments = row.CurrentInstallments,
            FeeMethod = product.FeeMethod.ToString(),
            FeeRateBasisPoints = product.FeeRateBasisPoints,
            RoundingUnit = product.RoundingUnit,
            GraceMonths = body.OptionalInt("graceMonths", 0, product.LongestGraceMonths) ?? 0,
            DueDay = body.OptionalInt("dueDay", 1, 31),
            HasFeeInGrace = product.HasFeeInGrace,
            AllocationOrder = product.AllocationOrder.ToString(),
            ProductFrom = product.EffectiveFrom,
            LatePolicy = product.LatePolicy == LatePolicy.None ? null : product.LatePolicy.ToString(),
            LateRateBasisPoints = product.Late.CountsDays ? product.Late.RateBasisPoints : null,
            LateYearDays = product.Late.CountsDays ? product.Late.YearDays : null,
            RecordedBy = context.Caller.Subject,
        };
        var plan = LoanTerms.Validate(
            contract.Principal, contract.Installments, product.FeeMethod, contract.FeeRateBasisPoints, contract.RoundingUnit,
            contract.HasFeeInGrace ? contract.GraceMonths : 0);
        if (plan.Count > 0)
        {
            body.AddError(
                "signedOn",
                "contract.no-plan",
                $"The product in force on that day makes no plan of the approved terms: {string.Join(", ", plan)}.",
                "محصول معتبر در آن تاریخ برای شرایط تأییدشده برنامهٔ بازپرداخت ندارد.");
        }

        return contract;
    }

    /// <summary>From the day of the approval to the business date; a harmless day when it is neither.</summary>
    private static LocalDate ReadSignedOn(RequestBody body, LocalDate approvedOn, LocalDate businessDate)
    {
        var signedOn = body.RequiredIsoDate("signedOn");
        if (signedOn == default)
        {
            return businessDate;
        }

        if (signedOn < approvedOn)
        {
            body.AddError(
                "signedOn",
                "contract.signed-before-approval",
                $"A contract cannot be signed before the application was approved, {approvedOn:uuuu-MM-dd}.",
                $"تاریخ امضا نمی‌تواند پیش از تأیید درخواست در {approvedOn:uuuu-MM-dd} باشد.");
            return businessDate;
        }

        if (signedOn > businessDate)
        {
            body.AddError(
                "signedOn",
                "contract.signed-in-future",
                $"A contract cannot be signed after the business date, {businessDate:uuuu-MM-dd}.",
                $"تاریخ امضا نمی‌تواند پس از تاریخ کاری {businessDate:uuuu-MM-dd} باشد.");
            return businessDate;
        }

        return signedOn;
    }
}
