using LoanServicing.Domain.Identifiers;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Schedules;
using LoanServicing.Intake.Store;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using NodaTime;

namespace LoanServicing.Intake.Endpoints;

/// <summary>
/// Reads an application's fields at the door. Content is refused for the national id, the IBAN and what is not readable at all; whether the
/// applicant may borrow is for the rules to say, not for this.
/// </summary>
/// <param name="current">What stands, when only some fields are sent; null for a new application.</param>
/// <param name="pool">Whose account no loan is paid to.</param>
internal sealed class SubmissionReader(RequestBody body, ApplicationContent? current, PoolAccount pool)
{
    private const int LongestName = 100;
    private const int LongestReference = 50;
    private const int MostJobs = 10_000;
    private const int LongestPostalCode = 20;

    /// <summary>The content as it would be stored. Look at the body's problem before using it.</summary>
    public ApplicationContent Read()
    {
        var postalCode = ReadPostalCode();
        return new ApplicationContent
        {
            ExternalRef = current is null ? Reference("externalRef", null) : current.ExternalRef,
            NationalId = current is null ? ReadNationalId() : current.NationalId,
            FirstName = Required("firstName", current?.FirstName),
            LastName = Required("lastName", current?.LastName),
            BirthDate = ReadBirthDate(),
            Mobile = ReadMobile(),
            PostalCode = postalCode.Text,
            PostalCodeOdd = postalCode.Odd,
            Iban = current is not null && !body.Has("iban") ? current.Iban : ReadIban(body, pool),
            Province = Required("province", current?.Province),
            County = Required("county", current?.County),
            Rural = current is null || body.Has("rural") ? body.RequiredBool("rural") : current.Rural,
            IncomeDecile = ReadInt("incomeDecile", 1, 10, current?.IncomeDecile),
            PriorSupport = Reference("priorSupport", current?.PriorSupport),
            SkillProof = Reference("skillProof", current?.SkillProof),
            MedicalReferral = Reference("medicalReferral", current?.MedicalReferral),
            BuildingPermit = Reference("buildingPermit", current?.BuildingPermit),
            Tranche = current is null ? ReadTranche() : current.Tranche,
            Purpose = body.Has("purpose") ? body.OptionalText("purpose") : current?.Purpose,
            Amount = current is null || body.Has("amountRials") ? body.RequiredRials("amountRials") : current.Amount,
            Installments = ReadInt("installments", 1, LoanTerms.MaxInstallments, current?.Installments),
            Jobs = body.OptionalInt("jobs", 0, MostJobs) ?? current?.Jobs,
        };
    }

    /// <summary>The account to be paid to; a loan paid to the pool itself would be paid to nobody.</summary>
    public static string ReadIban(RequestBody body, PoolAccount pool)
    {
        var text = body.RequiredText("iban", LongestReference);
        if (text.Length > 0 && !Sheba.TryParse(text, out _))
        {
            body.AddError(
                "iban",
                "identity.iban",
                "This is not an Iranian IBAN: IR and 24 digits with right check digits are expected.",
                "شمارهٔ شبا درست نیست: IR و ۲۴ رقم با ارقام کنترل درست لازم است.");
        }

        if (Sheba.TryParse(text, out var iban) && iban == pool.Iban)
        {
            body.AddError(
                "iban",
                "identity.iban-of-pool",
                "This is the account that the loans are paid from; the applicant's own account is expected.",
                "این حساب خود صندوق است؛ شمارهٔ شبای متقاضی لازم است.");
        }

        return iban == default ? "" : iban.Value;
    }

    /// <summary>A national id, of an applicant or a guarantor.</summary>
    public static string ReadNationalId(RequestBody body)
    {
        var text = body.RequiredText("nationalId", LongestReference);
        if (text.Length > 0 && !NationalId.TryParse(text, out _))
        {
            body.AddError(
                "nationalId",
                "identity.national-id",
                "This is not a national id: ten digits with the right check digit are expected.",
                "کد ملی درست نیست: ده رقم با رقم کنترل درست لازم است.");
        }

        return NationalId.TryParse(text, out var id) ? id.Value : "";
    }

    /// <summary>Says that a mobile number is unreadable; a readable one is returned as <c>+989...</c>.</summary>
    public static string? Mobile(RequestBody body, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Domain.Identifiers.Mobile.TryParse(text, out var mobile))
        {
            return mobile.Value;
        }

        body.AddError(
            "mobile", "contact.mobile", "A mobile number like 09122002580 is expected.", "شمارهٔ همراه مانند 09122002580 لازم است.");
        return null;
    }

    private string ReadNationalId() => ReadNationalId(body);

    private string? ReadMobile() =>
        body.Has("mobile") ? Mobile(body, body.OptionalText("mobile", LongestReference)) : current?.Mobile;

    private (string? Text, bool Odd) ReadPostalCode()
    {
        if (!body.Has("postalCode") && current is not null)
        {
            return (current.PostalCode, current.PostalCodeOdd);
        }

        var text = body.OptionalText("postalCode", LongestPostalCode);
        if (text is null)
        {
            return (null, false);
        }

        return PostalCode.TryNormalise(text, out var code) ? (code.Value, !code.IsPlausible) : (Digits.Normalise(text), true);
    }

    private LocalDate ReadBirthDate()
    {
        if (current is not null && !body.Has("birthDate"))
        {
            return current.BirthDate;
        }

        var date = body.RequiredPersianDate("birthDate");
        return date == default ? default : date.ToIso();
    }

    private string ReadTranche()
    {
        var tranche = body.RequiredText("tranche");
        if (tranche.Length > 0 && !Tranches.All.Contains(tranche))
        {
            body.AddError(
                "tranche",
                "tranche.unknown",
                $"There is no such tranche; choose from {string.Join(", ", Tranches.All)}.",
                $"چنین بخشی وجود ندارد؛ یکی از این‌ها را بفرستید: {string.Join("، ", Tranches.All)}.");
        }

        return tranche;
    }

    private string Required(string field, string? value) =>
        value is not null && !body.Has(field) ? value : body.RequiredText(field, LongestName);

    // References are copied from paper and keyboards of both kinds.
    private string? Reference(string field, string? value) =>
        body.Has(field) ? body.OptionalText(field, LongestReference) is { } text ? Digits.Normalise(text) : null : value;

    private int ReadInt(string field, int min, int max, int? value) =>
        value is { } known && !body.Has(field) ? known : body.RequiredInt(field, min, max);
}
