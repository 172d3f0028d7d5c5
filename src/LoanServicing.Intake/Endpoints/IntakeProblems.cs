using LoanServicing.Domain;
using LoanServicing.Domain.Applications;
using LoanServicing.Platform.Http;

namespace LoanServicing.Intake.Endpoints;

/// <summary>The refusals of this service: the closed list of its codes besides those of single fields.</summary>
internal static class IntakeProblems
{
    public static ApiProblem NoSuchApplication { get; } = ApiProblem.NotFound("application", "درخواست");

    public static ApiProblem NotYourOwn { get; } = new(403, "application.not-own", new Bilingual(
        "An applicant applies in person: the national id must be the one of your token.",
        "متقاضی فقط برای خودش درخواست می‌دهد: کد ملی باید همان کد ملی توکن شما باشد."));

    public static ApiProblem OwnApplication { get; } = new(403, "application.own", new Bilingual(
        "This is your own application; a colleague must deal with it.",
        "این درخواست خود شماست؛ همکار دیگری باید به آن رسیدگی کند."));

    public static ApiProblem ExternalRefReused { get; } = ApiProblem.Reused("application.external-ref-reused", new Bilingual(
        "This externalRef was used for another application; correct one of the two, or use a new reference.",
        "این externalRef پیش‌تر برای درخواست دیگری به کار رفته است؛ یکی از دو را اصلاح کنید یا شناسهٔ تازه بفرستید."));

    public static ApiProblem ContractNumberReused { get; } = ApiProblem.Reused("contract.number-reused", new Bilingual(
        "This contract number belongs to another application.",
        "این شمارهٔ قرارداد متعلق به درخواست دیگری است."));

    public static ApiProblem CollateralHeld(string field, string number)
    {
        var message = new Bilingual(
            $"The document {number} is pledged for another loan and was not handed back; pledge another one, or hand it back there first.",
            $"سند {number} در گرو وام دیگری است و پس داده نشده است؛ سند دیگری بگیرید یا نخست آن را آزاد کنید.");
        return ApiProblem.Reused("contract.collateral-held", message) with { Errors = [new FieldError(field, "contract.collateral-held", message)] };
    }

    public static ApiProblem GuarantorExposed(string field, long loans, int mostLoans)
    {
        var message = new Bilingual(
            $"This guarantor stands for {loans} loans that are not closed, and may for {mostLoans}; name somebody else.",
            $"این ضامن هم‌اکنون ضامن {loans} وام باز است و حداکثر {mostLoans} وام مجاز است؛ ضامن دیگری معرفی کنید.");
        return new ApiProblem(409, "contract.guarantor-limit", message) { Errors = [new FieldError(field, "contract.guarantor-limit", message)] };
    }

    public static ApiProblem NothingToRelease(ApplicationState state)
    {
        var name = ApplicationTexts.NameOf(state);
        return ApiProblem.WrongState("collateral.nothing-to-release", state.ToString(), new Bilingual(
            $"The application is {name.En}, and nothing is held that may be handed back: what is pledged is released once the loan is settled or given up.",
            $"درخواست در وضعیت «{name.Fa}» است و سندی برای پس دادن نیست: وثیقه پس از تسویه یا انصراف آزاد می‌شود."));
    }

    public static ApiProblem WrongState(CommandDecision decision)
    {
        var state = ApplicationTexts.NameOf(decision.State);
        return ApiProblem.WrongState("application.wrong-state", decision.State.ToString(), new Bilingual(
            $"This cannot be done while the application is {state.En}.",
            $"در وضعیت «{state.Fa}» این کار ممکن نیست."));
    }

    public static ApiProblem ApprovalWaiting(Guid requestId) =>
        ApiProblem.WrongState("application.approval-waiting", nameof(ApplicationState.AwaitingApproval), new Bilingual(
            "An approval of this application already waits for a second person.",
            "تأیید این درخواست هم‌اکنون در انتظار شخص دوم است."))
        .With("requestId", requestId);

    public static ApiProblem ChangedSinceAsked(ApplicationState state) =>
        ApiProblem.WrongState("application.changed-since-asked", state.ToString(), new Bilingual(
            "The application was changed after this approval was asked for; it must be asked for again.",
            "درخواست پس از این تأیید تغییر کرده است؛ تأیید باید دوباره درخواست شود."));
}
