using LoanServicing.Domain;
using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Loans;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;

namespace LoanServicing.Funding.Endpoints;

/// <summary>How the body of a request names a loan: by its id, or by the deposit id that payers write.</summary>
internal static class NamedLoan
{
    public static ApiProblem Unknown { get; } = ApiProblem.WrongState(
        "loan.unknown", "unknown", new Bilingual("There is no such loan in the books.", "چنین تسهیلاتی در دفاتر نیست."));

    public static Guid? ReadId(RequestBody body) => body.OptionalText("loanId") is { } text ? ReadId(body, "loanId", text) : null;

    public static Guid? ReadId(RequestBody body, string field, string text)
    {
        if (Guid.TryParse(Digits.Normalise(text), out var id))
        {
            return id;
        }

        body.AddError(field, "id.invalid", "An id is expected, as the lists show it.", "شناسه‌ای که در فهرست‌ها آمده لازم است.");
        return null;
    }

    public static string? ReadDepositId(RequestBody body)
    {
        if (body.OptionalText("depositId") is not { } text)
        {
            return null;
        }

        if (!DepositId.TryParse(text, out var depositId))
        {
            body.AddError("depositId", "deposit-id.invalid", "The check digits of this deposit id are wrong.", "رقم کنترل شناسهٔ واریز درست نیست.");
        }

        return depositId.ToString();
    }

    /// <summary>Refuses a body that names no loan, or names it twice.</summary>
    public static void ExpectOne(RequestBody body, Guid? loanId, string? depositId)
    {
        if (loanId is null == depositId is null && !body.IsWrong("loanId") && !body.IsWrong("depositId"))
        {
            body.AddError("loanId", "field.exactly-one-of", "Exactly one of loanId and depositId is expected.", "دقیقاً یکی از loanId و depositId لازم است.");
        }
    }

    /// <summary>The loan in the books; exactly one of the two names is given.</summary>
    public static async Task<LoanRow?> FindAsync(UnitOfWork unit, Guid? loanId, string? depositId)
    {
        loanId ??= (await StatementLineStore.LoansAsync(unit, [depositId!])).Values.Cast<Guid?>().FirstOrDefault();
        return loanId is { } id ? await LoanStore.FindAsync(unit, id) : null;
    }
}
