using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LoanServicing.Intake.Store;
using NodaTime.Text;

namespace LoanServicing.Intake.Endpoints;

/// <summary>
/// Tells whether a reference seen before comes with the same application (rule R8). The hash is kept for ever, so its fields are listed
/// here one by one and their list has a version: a new field belongs to a new list, and what was stored is compared by the list it was made with.
/// </summary>
internal static class SubmissionHash
{
    private const string FirstList = "1:";

    /// <summary>The version of the list and SHA-256 in lower-case hexadecimal over what the applicant said, normalised.</summary>
    public static string Of(ApplicationContent content) => FirstList + Hash(FirstFields(content));

    /// <exception cref="InvalidOperationException">The stored hash is of a list that this program does not know.</exception>
    public static bool IsOf(string stored, ApplicationContent content) => stored.StartsWith(FirstList, StringComparison.Ordinal)
        ? stored == Of(content)
        : throw new InvalidOperationException($"The content hash '{stored}' is of an unknown list of fields.");

    // Never changed: neither the fields nor their order nor how they are written.
    private static string?[] FirstFields(ApplicationContent content) =>
    [
        content.NationalId, content.FirstName, content.LastName, LocalDatePattern.Iso.Format(content.BirthDate), content.Mobile,
        content.PostalCode, content.Iban, content.Province, content.County, content.Rural ? "true" : "false", Number(content.IncomeDecile),
        content.PriorSupport, content.SkillProof, content.MedicalReferral, content.BuildingPermit, content.Tranche, content.Purpose,
        Number(content.Amount.Value), Number(content.Installments), content.Jobs is { } jobs ? Number(jobs) : null,
    ];

    /// <summary>Each field goes after its length, and an absent one unlike an empty one, so that no two applications read alike.</summary>
    private static string Hash(string?[] fields)
    {
        var text = new StringBuilder();
        foreach (var field in fields)
        {
            text.Append(field?.Length.ToString(CultureInfo.InvariantCulture) ?? "-").Append(':').Append(field).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
