using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Intake.Store;

/// <summary>What an applicant said, validated and normalised: ASCII digits, an IBAN without spaces, ISO dates, nothing empty.</summary>
internal record ApplicationContent
{
    public string? ExternalRef { get; init; }

    /// <summary>Ten digits.</summary>
    public string NationalId { get; init; } = "";

    public string FirstName { get; init; } = "";

    public string LastName { get; init; } = "";

    public LocalDate BirthDate { get; init; }

    /// <summary><c>+989</c> and nine digits.</summary>
    public string? Mobile { get; init; }

    /// <summary>As given, with ASCII digits; ten digits when it is one.</summary>
    public string? PostalCode { get; init; }

    /// <summary>A flag for the officer, not a refusal (domain.md section 4.4).</summary>
    public bool PostalCodeOdd { get; init; }

    public string Iban { get; init; } = "";

    public string Province { get; init; } = "";

    public string County { get; init; } = "";

    public bool Rural { get; init; }

    public int IncomeDecile { get; init; }

    public string? PriorSupport { get; init; }

    public string? SkillProof { get; init; }

    public string? MedicalReferral { get; init; }

    public string? BuildingPermit { get; init; }

    public string Tranche { get; init; } = "";

    public string? Purpose { get; init; }

    /// <summary>Asked for, in rials.</summary>
    public Rials Amount { get; init; }

    public int Installments { get; init; }

    /// <summary>For information only.</summary>
    public int? Jobs { get; init; }

    public string FullName => $"{FirstName} {LastName}";
}
