using LoanServicing.Domain;
using NodaTime;

namespace LoanServicing.Platform.Http;

/// <summary>What is wrong with one field: a stable code for programs, a sentence for people that says how to mend it.</summary>
public sealed record FieldError(string Field, string Code, Bilingual Message);

/// <summary>A refusal that the caller sees, as RFC 9457 problem details with a stable code.</summary>
public sealed record ApiProblem(int Status, string Code, Bilingual Message)
{
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>Of a 409: the state that does not allow the command.</summary>
    public string? State { get; init; }

    public IReadOnlyDictionary<string, object> Extensions { get; init; } = new Dictionary<string, object>();

    /// <summary>Seconds after which trying again makes sense; null when it does not.</summary>
    public int? RetryAfterSeconds { get; init; }

    public ApiProblem With(string name, object value) =>
        this with { Extensions = new Dictionary<string, object>(Extensions) { [name] = value } };

    public static ApiProblem Malformed(IReadOnlyList<FieldError> errors) =>
        new(400, "request.malformed", new Bilingual(
            "The request has errors; each is listed with its field.",
            "درخواست خطا دارد؛ هر خطا با نام فیلد آن آمده است."))
        {
            Errors = errors,
        };

    public static ApiProblem Malformed(string field, string code, Bilingual message) => Malformed([new FieldError(field, code, message)]);

    /// <summary>Money cannot have moved after the business date.</summary>
    public static ApiProblem ValueDateAfter(LocalDate businessDate) =>
        Malformed("valueDate", "value-date.after-business-date", new Bilingual(
            $"The value date lies after the business date, {businessDate:uuuu-MM-dd}.", "تاریخ ارزش پس از تاریخ کاری است."));

    public static ApiProblem NotFound(string what, string whatFa) =>
        new(404, "not-found", new Bilingual($"There is no such {what}.", $"چنین {whatFa}ی وجود ندارد."));

    public static ApiProblem Forbidden { get; } =
        new(403, "auth.forbidden", new Bilingual("Your role may not do this.", "نقش شما اجازهٔ این کار را ندارد."));

    public static ApiProblem OutsideCounties { get; } =
        new(403, "auth.outside-counties", new Bilingual("This lies outside your counties.", "این مورد بیرون از شهرستان‌های شماست."));

    public static ApiProblem Unauthenticated { get; } =
        new(401, "auth.required", new Bilingual("A valid token is needed.", "توکن معتبر لازم است."));

    /// <summary>409: the thing is in a state that does not allow the command. The state goes with it.</summary>
    public static ApiProblem WrongState(string code, string state, Bilingual message) => new(409, code, message) { State = state };

    /// <summary>422: a key or reference that stands for something else already.</summary>
    public static ApiProblem Reused(string code, Bilingual message) => new(422, code, message);
}
