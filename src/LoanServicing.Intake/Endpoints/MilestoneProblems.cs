using LoanServicing.Domain;
using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Http;
using NodaTime;
using NodaTime.Text;

namespace LoanServicing.Intake.Endpoints;

/// <summary>Says in words why a milestone cannot be recorded: the closed list of its codes.</summary>
internal static class MilestoneProblems
{
    public const string KindUnknown = "milestone.kind-unknown";

    public static ApiProblem UnknownKind { get; } = ApiProblem.Malformed("kind", KindUnknown, new Bilingual(
        $"Choose from {string.Join(", ", Milestones.Names)}.", $"یکی از این‌ها را بفرستید: {string.Join("، ", Milestones.Names)}."));

    public static ApiProblem NotEmployment(ApplicationState state) => ApiProblem.WrongState("milestone.not-employment", state.ToString(), new Bilingual(
        "Milestones are recorded of employment loans only.", "مراحل کسب‌وکار فقط برای وام‌های اشتغال ثبت می‌شود."));

    public static ApiProblem NotPaidOut(ApplicationState state) => ApiProblem.WrongState("milestone.not-paid-out", state.ToString(), new Bilingual(
        "There is no loan whose business could be looked at: record milestones once it is paid out.",
        "هنوز وامی پرداخت نشده است؛ مراحل کسب‌وکار پس از پرداخت ثبت می‌شود."));

    public static ApiProblem Of(
        (MilestoneProblem Problem, Milestone? Against) found, Milestone milestone, ApplicationState state, LocalDate paidOutOn, LocalDate businessDate)
    {
        var against = found.Against is { } other ? $"{Milestones.NameOf(other.Kind)} {Iso(other.On)}" : "";
        return found.Problem switch
        {
            MilestoneProblem.BeforePayout => ApiProblem.Malformed("on", "milestone.before-payout", new Bilingual(
                $"The loan was paid out on {Iso(paidOutOn)}; a milestone cannot be earlier.", $"وام در {Iso(paidOutOn)} پرداخت شده است؛ تاریخ نمی‌تواند پیش از آن باشد.")),
            MilestoneProblem.AfterBusinessDate => ApiProblem.Malformed("on", "milestone.after-business-date", new Bilingual(
                $"A milestone cannot lie after the business date, {Iso(businessDate)}.", $"تاریخ نمی‌تواند پس از تاریخ کاری {Iso(businessDate)} باشد.")),
            MilestoneProblem.OutOfOrder => ApiProblem.Malformed("on", "milestone.out-of-order", new Bilingual(
                $"A business is established before it is in operation, and {against} is recorded.", $"راه‌اندازی پیش از بهره‌برداری است و {against} ثبت شده است.")),
            MilestoneProblem.AlreadyRecorded => ApiProblem.WrongState("milestone.already-recorded", state.ToString(), new Bilingual(
                $"{Milestones.NameOf(milestone.Kind)} cannot be recorded: {against} is recorded already.", $"این مرحله پیش‌تر ثبت شده است: {against}.")),
            _ => throw new ArgumentOutOfRangeException(nameof(found), found.Problem, "Not a problem of a milestone."),
        };
    }

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
