// Made by schema/generate.mjs: change schema/ or models/cells/ and run `npm run generate`.
import type { Schema } from '../check-schema.ts';

/** What schema/artifact.schema.json demands. */
export const artifactSchema: Schema = {
 "type": "object",
 "required": [
  "format",
  "ir",
  "kernels",
  "sha256",
  "model",
  "sources"
 ],
 "additionalProperties": false,
 "properties": {
  "format": {
   "$ref": "#/definitions/version"
  },
  "ir": {
   "$ref": "#/definitions/version"
  },
  "kernels": {
   "$ref": "#/definitions/version"
  },
  "modules": {
   "type": "object",
   "maxProperties": 16,
   "propertyNames": {
    "type": "string",
    "pattern": "^[a-z0-9.-]{1,64}$"
   },
   "additionalProperties": {
    "type": "string",
    "pattern": "^[0-9a-f]{64}$"
   }
  },
  "sha256": {
   "type": "string",
   "pattern": "^[0-9a-f]{64}$"
  },
  "model": {
   "$ref": "#/definitions/model"
  },
  "sources": {
   "type": "object",
   "additionalProperties": {
    "type": "string"
   }
  },
  "training": {
   "$ref": "#/definitions/training"
  }
 },
 "definitions": {
  "strings": {
   "type": "array",
   "items": {
    "type": "string"
   }
  },
  "cells": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "written": {
     "type": "object",
     "required": [
      "decimal"
     ],
     "additionalProperties": false,
     "properties": {
      "decimal": {
       "enum": [
        ".",
        ","
       ]
      },
      "thousands": {
       "enum": [
        ".",
        ",",
        " ",
        "'"
       ]
      },
      "percent": {
       "const": true
      },
      "suffixes": {
       "const": true
      },
      "currency": {
       "type": "string",
       "minLength": 1,
       "maxLength": 3
      },
      "parentheses": {
       "const": true
      }
     }
    },
    "missing": {
     "type": "array",
     "items": {
      "type": [
       "string",
       "number"
      ]
     }
    },
    "list": {
     "type": "object",
     "required": [
      "separator"
     ],
     "additionalProperties": false,
     "properties": {
      "separator": {
       "enum": [
        " ",
        ";",
        ",",
        "|"
       ]
      }
     }
    },
    "lengths": {
     "type": "object",
     "required": [
      "column"
     ],
     "additionalProperties": false,
     "properties": {
      "column": {
       "type": "string"
      },
      "from": {
       "const": "end"
      }
     }
    },
    "longest": {
     "$ref": "#/definitions/longest"
    },
    "fill": {
     "anyOf": [
      {
       "enum": [
        "skip",
        "forward",
        "interpolate"
       ]
      },
      {
       "type": "object",
       "required": [
        "value"
       ],
       "additionalProperties": false,
       "properties": {
        "value": {
         "type": "array",
         "minItems": 1,
         "items": {
          "type": [
           "string",
           "number"
          ]
         }
        },
        "mean": {
         "const": true
        }
       }
      }
     ]
    },
    "maskOf": {
     "type": "object",
     "required": [
      "column",
      "type"
     ],
     "additionalProperties": false,
     "properties": {
      "column": {
       "type": "string"
      },
      "type": {
       "enum": [
        "number",
        "time",
        "category",
        "text",
        "tree"
       ]
      }
     }
    },
    "calendar": {
     "type": "object",
     "required": [
      "columns",
      "forms",
      "zone",
      "unit"
     ],
     "additionalProperties": false,
     "properties": {
      "columns": {
       "$ref": "#/definitions/strings"
      },
      "forms": {
       "type": "array",
       "items": {
        "$ref": "#/definitions/timeForm"
       }
      },
      "zone": {
       "type": [
        "string",
        "null"
       ]
      },
      "unit": {
       "enum": [
        "minute",
        "hour",
        "weekday",
        "day",
        "dayofyear",
        "week",
        "month",
        "quarter"
       ]
      },
      "circle": {
       "enum": [
        "sin",
        "cos"
       ]
      }
     }
    },
    "lettersOf": {
     "type": "object",
     "required": [
      "column",
      "words"
     ],
     "additionalProperties": false,
     "properties": {
      "column": {
       "type": "string"
      },
      "words": {
       "type": "object",
       "required": [
        "of"
       ],
       "additionalProperties": false,
       "properties": {
        "of": {
         "enum": [
          "bytes",
          "characters",
          "words"
         ]
        },
        "normalize": {
         "enum": [
          "NFKC",
          "none"
         ]
        },
        "lower": {
         "const": true
        },
        "punctuation": {
         "enum": [
          "tokens",
          "dropped"
         ]
        }
       }
      },
      "longest": {
       "$ref": "#/definitions/longest"
      }
     }
    }
   }
  },
  "numbers": {
   "type": "array",
   "items": {
    "$ref": "#/definitions/number"
   }
  },
  "training": {
   "type": "object",
   "required": [
    "preprocessing",
    "history",
    "tasks"
   ],
   "additionalProperties": false,
   "properties": {
    "preprocessing": {
     "type": "object",
     "required": [
      "version",
      "kind",
      "columns",
      "vocabulary",
      "group",
      "time",
      "decimal",
      "windows",
      "feeds"
     ],
     "properties": {
      "version": {
       "const": 1
      },
      "kind": {
       "enum": [
        "table",
        "text",
        "batches"
       ]
      },
      "columns": {
       "type": "object",
       "additionalProperties": {
        "$ref": "#/definitions/column"
       }
      },
      "vocabulary": {
       "anyOf": [
        {
         "type": "null"
        },
        {
         "$ref": "#/definitions/vocabulary"
        }
       ]
      },
      "group": {
       "type": [
        "string",
        "null"
       ]
      },
      "sequence": {
       "const": true
      },
      "longest": {
       "$ref": "#/definitions/longest"
      },
      "time": {
       "anyOf": [
        {
         "type": "null"
        },
        {
         "$ref": "#/definitions/timeRecipe"
        }
       ]
      },
      "decimal": {
       "enum": [
        ".",
        ","
       ]
      },
      "files": {
       "type": "object",
       "required": [
        "format",
        "endings",
        "delimiter",
        "header"
       ],
       "additionalProperties": false,
       "properties": {
        "format": {
         "enum": [
          "csv",
          "json",
          "ndjson",
          "npy",
          "text",
          "brackets",
          "conllu",
          "nested"
         ]
        },
        "endings": {
         "$ref": "#/definitions/strings"
        },
        "delimiter": {
         "type": [
          "string",
          "null"
         ]
        },
        "header": {
         "type": [
          "boolean",
          "null"
         ]
        }
       }
      },
      "cells": {
       "type": "object",
       "additionalProperties": {
        "$ref": "#/definitions/cells"
       }
      },
      "windows": {
       "anyOf": [
        {
         "type": "null"
        },
        {
         "type": "object",
         "required": [
          "width",
          "horizon",
          "stride"
         ],
         "properties": {
          "width": {
           "$ref": "#/definitions/count"
          },
          "horizon": {
           "$ref": "#/definitions/count"
          },
          "lead": {
           "$ref": "#/definitions/count"
          },
          "stride": {
           "$ref": "#/definitions/count"
          },
          "carry": {
           "const": true
          }
         }
        }
       ]
      },
      "feeds": {
       "type": "object",
       "additionalProperties": {
        "$ref": "#/definitions/feedRecipe"
       }
      }
     }
    },
    "history": {
     "type": "array",
     "items": {
      "type": "object",
      "required": [
       "epoch",
       "steps",
       "rate",
       "parts",
       "best"
      ],
      "properties": {
       "epoch": {
        "$ref": "#/definitions/count"
       },
       "steps": {
        "$ref": "#/definitions/count"
       },
       "rate": {
        "type": "number"
       },
       "parts": {
        "type": "object",
        "additionalProperties": {
         "type": "object"
        }
       },
       "best": {
        "type": "boolean"
       }
      }
     }
    },
    "tasks": {
     "type": "array",
     "items": {
      "type": "object",
      "required": [
       "loss",
       "target",
       "output"
      ],
      "properties": {
       "loss": {
        "type": "string"
       },
       "target": {
        "type": "string"
       },
       "output": {
        "type": [
         "string",
         "null"
        ]
       },
       "quantiles": {
        "$ref": "#/definitions/numbers"
       },
       "why": {
        "type": "string"
       },
       "errors": {
        "type": "object",
        "required": [
         "samples",
         "levels",
         "sizes"
        ],
        "additionalProperties": false,
        "properties": {
         "samples": {
          "$ref": "#/definitions/count"
         },
         "levels": {
          "$ref": "#/definitions/numbers"
         },
         "sizes": {
          "type": "array",
          "items": {
           "type": "array",
           "items": {
            "$ref": "#/definitions/numbers"
           }
          }
         }
        }
       }
      }
     }
    },
    "found": {
     "type": "object",
     "required": [
      "format",
      "rows",
      "samples",
      "columns",
      "counts",
      "skipped",
      "notes"
     ],
     "additionalProperties": false,
     "properties": {
      "format": {
       "type": "string"
      },
      "rows": {
       "type": "object",
       "additionalProperties": {
        "type": "number"
       }
      },
      "samples": {
       "type": "object",
       "additionalProperties": {
        "type": [
         "number",
         "null"
        ]
       }
      },
      "series": {
       "type": "number"
      },
      "sequences": {
       "type": "object",
       "required": [
        "shortest",
        "longest"
       ],
       "additionalProperties": false,
       "properties": {
        "shortest": {
         "type": "number"
        },
        "longest": {
         "type": "number"
        }
       }
      },
      "time": {
       "type": "object",
       "required": [
        "columns",
        "written",
        "zone",
        "step",
        "gaps",
        "missing",
        "filled"
       ],
       "additionalProperties": false,
       "properties": {
        "columns": {
         "$ref": "#/definitions/strings"
        },
        "written": {
         "type": "string"
        },
        "zone": {
         "type": [
          "string",
          "null"
         ]
        },
        "step": {
         "type": [
          "string",
          "null"
         ]
        },
        "gaps": {
         "type": "number"
        },
        "missing": {
         "type": "number"
        },
        "filled": {
         "type": "boolean"
        }
       }
      },
      "columns": {
       "type": "object",
       "additionalProperties": {
        "type": "string"
       }
      },
      "moreColumns": {
       "type": "number"
      },
      "counts": {
       "type": "object",
       "additionalProperties": {
        "$ref": "#/definitions/numbers"
       }
      },
      "skipped": {
       "type": "number"
      },
      "reasons": {
       "$ref": "#/definitions/strings"
      },
      "notes": {
       "$ref": "#/definitions/strings"
      }
     }
    },
    "data": {
     "type": "object",
     "required": [
      "source",
      "folder",
      "digest"
     ],
     "additionalProperties": false,
     "properties": {
      "source": {
       "type": [
        "string",
        "null"
       ]
      },
      "folder": {
       "type": "string"
      },
      "digest": {
       "type": "string",
       "pattern": "^[0-9a-f]{64}$"
      }
     }
    }
   }
  },
  "timeForm": {
   "type": "object",
   "required": [
    "kind",
    "pattern",
    "offset"
   ],
   "properties": {
    "kind": {
     "enum": [
      "ymd",
      "dmy",
      "mdy",
      "named",
      "compact",
      "year",
      "quarter",
      "clock",
      "seconds",
      "milliseconds",
      "number"
     ]
    },
    "pattern": {
     "type": "string"
    },
    "offset": {
     "type": "string"
    }
   }
  },
  "timeRecipe": {
   "type": "object",
   "required": [
    "columns",
    "forms",
    "zone",
    "step",
    "gaps",
    "duplicates"
   ],
   "properties": {
    "columns": {
     "$ref": "#/definitions/strings"
    },
    "forms": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/timeForm"
     }
    },
    "zone": {
     "type": [
      "string",
      "null"
     ]
    },
    "step": {
     "anyOf": [
      {
       "type": "null"
      },
      {
       "type": "object",
       "required": [
        "unit",
        "count"
       ],
       "properties": {
        "unit": {
         "enum": [
          "second",
          "day",
          "business day",
          "month"
         ]
        },
        "count": {
         "$ref": "#/definitions/number"
        },
        "day": {
         "$ref": "#/definitions/count"
        }
       }
      }
     ]
    },
    "gaps": {
     "anyOf": [
      {
       "enum": [
        "break",
        "forward",
        "interpolate"
       ]
      },
      {
       "type": "object",
       "required": [
        "value"
       ],
       "properties": {
        "value": {
         "$ref": "#/definitions/number"
        }
       }
      }
     ]
    },
    "duplicates": {
     "enum": [
      "error",
      "first",
      "last",
      "mean"
     ]
    }
   }
  },
  "vocabulary": {
   "type": "object",
   "required": [
    "of",
    "tokens",
    "unknown"
   ],
   "properties": {
    "of": {
     "enum": [
      "bytes",
      "characters",
      "words"
     ]
    },
    "tokens": {
     "$ref": "#/definitions/strings"
    },
    "unknown": {
     "type": [
      "string",
      "null"
     ]
    },
    "marks": {
     "const": true
    },
    "normalize": {
     "enum": [
      "NFKC",
      "none"
     ]
    },
    "lower": {
     "const": true
    },
    "punctuation": {
     "enum": [
      "tokens",
      "dropped"
     ]
    }
   }
  },
  "longest": {
   "type": "object",
   "required": [
    "steps"
   ],
   "additionalProperties": false,
   "properties": {
    "steps": {
     "type": "integer",
     "minimum": 1
    },
    "keep": {
     "const": "end"
    }
   }
  },
  "column": {
   "type": "object",
   "required": [
    "type"
   ],
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "properties": {
      "type": {
       "const": "number"
      },
      "normalize": {
       "enum": [
        "standard",
        "minmax",
        "none"
       ]
      },
      "offset": {
       "$ref": "#/definitions/numbers"
      },
      "scale": {
       "$ref": "#/definitions/numbers"
      },
      "range": {
       "type": "array",
       "minItems": 2,
       "maxItems": 2,
       "items": {
        "$ref": "#/definitions/number"
       }
      },
      "transform": {
       "type": "array",
       "items": {
        "enum": [
         "log",
         "log1p",
         "difference"
        ]
       }
      },
      "series": {
       "type": "object",
       "additionalProperties": {
        "type": "object",
        "required": [
         "offset",
         "scale"
        ],
        "additionalProperties": false,
        "properties": {
         "offset": {
          "$ref": "#/definitions/number"
         },
         "scale": {
          "$ref": "#/definitions/number"
         }
        }
       }
      }
     },
     "required": [
      "normalize",
      "offset",
      "scale"
     ]
    },
    {
     "properties": {
      "type": {
       "const": "time"
      },
      "range": {
       "type": "array",
       "minItems": 2,
       "maxItems": 2,
       "items": {
        "$ref": "#/definitions/number"
       }
      },
      "form": {
       "$ref": "#/definitions/timeForm"
      },
      "zone": {
       "type": [
        "string",
        "null"
       ]
      },
      "normalize": {
       "enum": [
        "standard",
        "minmax",
        "none"
       ]
      },
      "offset": {
       "$ref": "#/definitions/numbers"
      },
      "scale": {
       "$ref": "#/definitions/numbers"
      }
     },
     "required": [
      "form",
      "zone",
      "normalize",
      "offset",
      "scale"
     ]
    },
    {
     "properties": {
      "type": {
       "const": "category"
      },
      "values": {
       "$ref": "#/definitions/strings"
      },
      "unknown": {
       "type": "string"
      }
     },
     "required": [
      "values"
     ]
    },
    {
     "properties": {
      "type": {
       "const": "text"
      },
      "vocabulary": {
       "$ref": "#/definitions/vocabulary"
      }
     },
     "required": [
      "vocabulary"
     ]
    },
    {
     "properties": {
      "type": {
       "const": "tree"
      }
     }
    }
   ]
  },
  "feedRecipe": {
   "type": "object",
   "required": [
    "role",
    "dtype",
    "dims",
    "from"
   ],
   "properties": {
    "role": {
     "enum": [
      "input",
      "target"
     ]
    },
    "dtype": {
     "enum": [
      "float32",
      "int32"
     ]
    },
    "dims": {
     "type": "array",
     "items": {
      "type": [
       "string",
       "number"
      ]
     }
    },
    "from": {
     "enum": [
      "columns",
      "tokens",
      "batches"
     ]
    },
    "columns": {
     "$ref": "#/definitions/strings"
    },
    "part": {
     "enum": [
      "row",
      "step",
      "window",
      "horizon",
      "next",
      "previous",
      "series"
     ]
    },
    "previous": {
     "type": "object",
     "required": [
      "longest"
     ],
     "additionalProperties": false,
     "properties": {
      "longest": {
       "$ref": "#/definitions/count"
      }
     }
    },
    "ends": {
     "const": true
    },
    "masks": {
     "type": "array",
     "items": {
      "type": "object",
      "required": [
       "feed",
       "value"
      ],
      "additionalProperties": false,
      "properties": {
       "feed": {
        "type": "string"
       },
       "value": {
        "type": [
         "number",
         "null"
        ]
       }
      }
     }
    },
    "tokens": {
     "enum": [
      "input",
      "next"
     ]
    },
    "missing": {
     "const": true
    }
   }
  },
  "version": {
   "type": "string",
   "pattern": "^[0-9]{1,6}\\.[0-9]{1,6}$"
  },
  "count": {
   "type": "integer",
   "minimum": 0
  },
  "number": {
   "anyOf": [
    {
     "type": "number"
    },
    {
     "type": "object",
     "required": [
      "number"
     ],
     "additionalProperties": false,
     "properties": {
      "number": {
       "enum": [
        "NaN",
        "Infinity",
        "-Infinity",
        "-0"
       ]
      }
     }
    }
   ]
  },
  "model": {
   "type": "object",
   "required": [
    "name",
    "file",
    "seed",
    "unroll",
    "parameters",
    "graphs"
   ],
   "additionalProperties": false,
   "properties": {
    "name": {
     "type": "string"
    },
    "file": {
     "type": "string"
    },
    "seed": {
     "type": "number"
    },
    "unroll": {
     "anyOf": [
      {
       "type": "null"
      },
      {
       "type": "integer",
       "minimum": 1
      }
     ]
    },
    "precision": {
     "const": "int16"
    },
    "parameters": {
     "type": "object",
     "additionalProperties": {
      "$ref": "#/definitions/number"
     }
    },
    "graphs": {
     "type": "object",
     "required": [
      "inference",
      "training"
     ],
     "additionalProperties": false,
     "properties": {
      "inference": {
       "$ref": "#/definitions/graph"
      },
      "training": {
       "anyOf": [
        {
         "type": "null"
        },
        {
         "$ref": "#/definitions/graph"
        }
       ]
      }
     }
    }
   }
  },
  "graph": {
   "type": "object",
   "required": [
    "name",
    "variant",
    "values",
    "inputs",
    "weights",
    "nodes",
    "outputs",
    "streaming"
   ],
   "additionalProperties": false,
   "properties": {
    "name": {
     "type": "string"
    },
    "variant": {
     "enum": [
      "inference",
      "training"
     ]
    },
    "values": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/value"
     }
    },
    "inputs": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/input"
     }
    },
    "weights": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/weight"
     }
    },
    "nodes": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/node"
     }
    },
    "outputs": {
     "type": "array",
     "items": {
      "type": "object",
      "required": [
       "name",
       "value",
       "origin"
      ],
      "additionalProperties": false,
      "properties": {
       "name": {
        "type": "string"
       },
       "value": {
        "$ref": "#/definitions/count"
       },
       "origin": {
        "$ref": "#/definitions/origin"
       }
      }
     }
    },
    "streaming": {
     "anyOf": [
      {
       "type": "null"
      },
      {
       "type": "object",
       "required": [
        "reason",
        "origin"
       ],
       "additionalProperties": false,
       "properties": {
        "reason": {
         "type": "string"
        },
        "origin": {
         "$ref": "#/definitions/origin"
        }
       }
      }
     ]
    }
   }
  },
  "dtype": {
   "enum": [
    "float32",
    "int32",
    "bool"
   ]
  },
  "dim": {
   "type": "object",
   "additionalProperties": {
    "type": "integer"
   }
  },
  "shape": {
   "type": "array",
   "items": {
    "$ref": "#/definitions/dim"
   }
  },
  "ids": {
   "type": "array",
   "items": {
    "$ref": "#/definitions/count"
   }
  },
  "axes": {
   "type": "array",
   "items": {
    "$ref": "#/definitions/count"
   }
  },
  "origin": {
   "type": "object",
   "required": [
    "path",
    "span"
   ],
   "additionalProperties": false,
   "properties": {
    "path": {
     "type": "string"
    },
    "span": {
     "anyOf": [
      {
       "type": "null"
      },
      {
       "type": "object",
       "required": [
        "file",
        "start",
        "end"
       ],
       "additionalProperties": false,
       "properties": {
        "file": {
         "type": "string"
        },
        "start": {
         "$ref": "#/definitions/count"
        },
        "end": {
         "$ref": "#/definitions/count"
        }
       }
      }
     ]
    }
   }
  },
  "value": {
   "type": "object",
   "required": [
    "name",
    "type"
   ],
   "additionalProperties": false,
   "properties": {
    "name": {
     "type": "string"
    },
    "type": {
     "type": "object",
     "required": [
      "dtype",
      "shape"
     ],
     "additionalProperties": false,
     "properties": {
      "dtype": {
       "$ref": "#/definitions/dtype"
      },
      "shape": {
       "$ref": "#/definitions/shape"
      }
     }
    }
   }
  },
  "weight": {
   "type": "object",
   "required": [
    "path",
    "value",
    "init",
    "origin"
   ],
   "additionalProperties": false,
   "properties": {
    "path": {
     "type": "string"
    },
    "value": {
     "$ref": "#/definitions/count"
    },
    "init": {
     "$ref": "#/definitions/initializer"
    },
    "origin": {
     "$ref": "#/definitions/origin"
    }
   }
  },
  "initializer": {
   "type": "object",
   "required": [
    "kind"
   ],
   "discriminator": {
    "propertyName": "kind"
   },
   "oneOf": [
    {
     "required": [
      "value"
     ],
     "additionalProperties": false,
     "properties": {
      "kind": {
       "const": "constant"
      },
      "value": {
       "$ref": "#/definitions/number"
      }
     }
    },
    {
     "required": [
      "values"
     ],
     "additionalProperties": false,
     "properties": {
      "kind": {
       "const": "literal"
      },
      "values": {
       "type": "array",
       "items": {
        "$ref": "#/definitions/number"
       }
      }
     }
    },
    {
     "required": [
      "low",
      "high"
     ],
     "additionalProperties": false,
     "properties": {
      "kind": {
       "const": "uniform"
      },
      "low": {
       "$ref": "#/definitions/number"
      },
      "high": {
       "$ref": "#/definitions/number"
      }
     }
    },
    {
     "required": [
      "mean",
      "stddev"
     ],
     "additionalProperties": false,
     "properties": {
      "kind": {
       "enum": [
        "normal",
        "truncated_normal"
       ]
      },
      "mean": {
       "$ref": "#/definitions/number"
      },
      "stddev": {
       "$ref": "#/definitions/number"
      }
     }
    },
    {
     "required": [
      "scale",
      "fan",
      "distribution"
     ],
     "additionalProperties": false,
     "properties": {
      "kind": {
       "const": "variance_scaling"
      },
      "scale": {
       "type": "number"
      },
      "fan": {
       "enum": [
        "in",
        "out",
        "average"
       ]
      },
      "distribution": {
       "enum": [
        "uniform",
        "truncated_normal"
       ]
      }
     }
    },
    {
     "required": [
      "gain"
     ],
     "additionalProperties": false,
     "properties": {
      "kind": {
       "enum": [
        "orthogonal",
        "identity"
       ]
      },
      "gain": {
       "$ref": "#/definitions/number"
      }
     }
    },
    {
     "required": [
      "axis",
      "blocks"
     ],
     "additionalProperties": false,
     "properties": {
      "kind": {
       "const": "blocks"
      },
      "axis": {
       "$ref": "#/definitions/count"
      },
      "blocks": {
       "type": "array",
       "items": {
        "type": "object",
        "required": [
         "size",
         "init"
        ],
        "additionalProperties": false,
        "properties": {
         "size": {
          "$ref": "#/definitions/count"
         },
         "init": {
          "$ref": "#/definitions/initializer"
         }
        }
       }
      }
     }
    }
   ]
  },
  "input": {
   "type": "object",
   "required": [
    "role",
    "name",
    "value"
   ],
   "discriminator": {
    "propertyName": "role"
   },
   "oneOf": [
    {
     "required": [
      "limit",
      "origin"
     ],
     "additionalProperties": false,
     "properties": {
      "role": {
       "const": "feed"
      },
      "name": {
       "type": "string"
      },
      "missing": {
       "const": true
      },
      "value": {
       "$ref": "#/definitions/count"
      },
      "limit": {
       "anyOf": [
        {
         "type": "null"
        },
        {
         "$ref": "#/definitions/count"
        }
       ]
      },
      "origin": {
       "$ref": "#/definitions/origin"
      }
     }
    },
    {
     "required": [
      "symbol"
     ],
     "additionalProperties": false,
     "properties": {
      "role": {
       "const": "lengths"
      },
      "name": {
       "type": "string"
      },
      "symbol": {
       "type": "string"
      },
      "value": {
       "$ref": "#/definitions/count"
      }
     }
    },
    {
     "required": [
      "final",
      "start"
     ],
     "additionalProperties": false,
     "properties": {
      "role": {
       "const": "state"
      },
      "name": {
       "type": "string"
      },
      "value": {
       "$ref": "#/definitions/count"
      },
      "final": {
       "$ref": "#/definitions/count"
      },
      "start": {
       "anyOf": [
        {
         "type": "null"
        },
        {
         "type": "string"
        }
       ]
      }
     }
    },
    {
     "required": [
      "keep"
     ],
     "additionalProperties": false,
     "properties": {
      "role": {
       "const": "mask"
      },
      "name": {
       "type": "string"
      },
      "value": {
       "$ref": "#/definitions/count"
      },
      "keep": {
       "type": "number"
      }
     }
    },
    {
     "required": [
      "walk",
      "part",
      "origin"
     ],
     "additionalProperties": false,
     "properties": {
      "role": {
       "const": "structure"
      },
      "name": {
       "type": "string"
      },
      "value": {
       "$ref": "#/definitions/count"
      },
      "walk": {
       "type": "object",
       "required": [
        "tree",
        "axis",
        "direction",
        "started"
       ],
       "additionalProperties": false,
       "properties": {
        "tree": {
         "type": "string"
        },
        "axis": {
         "type": "string"
        },
        "direction": {
         "enum": [
          "up",
          "down"
         ]
        },
        "started": {
         "type": "boolean"
        }
       }
      },
      "part": {
       "anyOf": [
        {
         "enum": [
          "order",
          "starts",
          "counts",
          "rows",
          "link_starts",
          "link_counts",
          "predecessors",
          "owners"
         ]
        },
        {
         "type": "object",
         "required": [
          "place"
         ],
         "additionalProperties": false,
         "properties": {
          "place": {
           "$ref": "#/definitions/count"
          }
         }
        }
       ]
      },
      "origin": {
       "$ref": "#/definitions/origin"
      }
     }
    },
    {
     "required": [
      "tree",
      "axis",
      "origin"
     ],
     "additionalProperties": false,
     "properties": {
      "role": {
       "const": "roots"
      },
      "name": {
       "type": "string"
      },
      "value": {
       "$ref": "#/definitions/count"
      },
      "tree": {
       "type": "string"
      },
      "axis": {
       "type": "string"
      },
      "origin": {
       "$ref": "#/definitions/origin"
      }
     }
    }
   ]
  },
  "body": {
   "type": "object",
   "required": [
    "params",
    "nodes",
    "results"
   ],
   "additionalProperties": false,
   "properties": {
    "params": {
     "$ref": "#/definitions/ids"
    },
    "nodes": {
     "type": "array",
     "items": {
      "$ref": "#/definitions/node"
     }
    },
    "results": {
     "$ref": "#/definitions/ids"
    }
   }
  },
  "node": {
   "type": "object",
   "required": [
    "op",
    "inputs",
    "attrs",
    "outputs",
    "origin"
   ],
   "additionalProperties": false,
   "properties": {
    "op": {
     "type": "string"
    },
    "inputs": {
     "$ref": "#/definitions/ids"
    },
    "attrs": {
     "type": "object"
    },
    "outputs": {
     "$ref": "#/definitions/ids"
    },
    "origin": {
     "$ref": "#/definitions/origin"
    }
   },
   "if": {
    "properties": {
     "op": {
      "enum": [
       "cast",
       "concat",
       "split",
       "slice",
       "reshape",
       "broadcast",
       "transpose",
       "reduce_sum",
       "reduce_mean",
       "reduce_max",
       "one_hot",
       "constant",
       "range",
       "valid_steps",
       "take",
       "scatter_add",
       "scatter_max",
       "read_rows",
       "loop",
       "matmul_bias"
      ]
     }
    }
   },
   "then": {
    "required": [
     "op"
    ],
    "discriminator": {
     "propertyName": "op"
    },
    "oneOf": [
     {
      "properties": {
       "op": {
        "const": "cast"
       },
       "attrs": {
        "required": [
         "dtype"
        ],
        "additionalProperties": false,
        "properties": {
         "dtype": {
          "$ref": "#/definitions/dtype"
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "const": "concat"
       },
       "attrs": {
        "required": [
         "axis"
        ],
        "additionalProperties": false,
        "properties": {
         "axis": {
          "$ref": "#/definitions/count"
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "const": "split"
       },
       "attrs": {
        "required": [
         "axis",
         "sizes"
        ],
        "additionalProperties": false,
        "properties": {
         "axis": {
          "$ref": "#/definitions/count"
         },
         "sizes": {
          "$ref": "#/definitions/shape"
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "const": "slice"
       },
       "attrs": {
        "required": [
         "axis",
         "start",
         "end"
        ],
        "additionalProperties": false,
        "properties": {
         "axis": {
          "$ref": "#/definitions/count"
         },
         "start": {
          "$ref": "#/definitions/dim"
         },
         "end": {
          "$ref": "#/definitions/dim"
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "enum": [
         "reshape",
         "broadcast"
        ]
       },
       "attrs": {
        "required": [
         "shape"
        ],
        "additionalProperties": false,
        "properties": {
         "shape": {
          "$ref": "#/definitions/shape"
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "const": "transpose"
       },
       "attrs": {
        "required": [
         "permutation"
        ],
        "additionalProperties": false,
        "properties": {
         "permutation": {
          "$ref": "#/definitions/axes"
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "enum": [
         "reduce_sum",
         "reduce_mean",
         "reduce_max"
        ]
       },
       "attrs": {
        "required": [
         "axes",
         "keepDims"
        ],
        "additionalProperties": false,
        "properties": {
         "axes": {
          "$ref": "#/definitions/axes"
         },
         "keepDims": {
          "type": "boolean"
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "const": "one_hot"
       },
       "attrs": {
        "required": [
         "depth"
        ],
        "additionalProperties": false,
        "properties": {
         "depth": {
          "$ref": "#/definitions/count"
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "const": "constant"
       },
       "attrs": {
        "required": [
         "dtype",
         "shape",
         "values"
        ],
        "additionalProperties": false,
        "properties": {
         "dtype": {
          "$ref": "#/definitions/dtype"
         },
         "shape": {
          "$ref": "#/definitions/shape"
         },
         "values": {
          "type": "array",
          "items": {
           "$ref": "#/definitions/number"
          }
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "enum": [
         "range",
         "valid_steps"
        ]
       },
       "attrs": {
        "required": [
         "length"
        ],
        "additionalProperties": false,
        "properties": {
         "length": {
          "$ref": "#/definitions/dim"
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "const": "take"
       },
       "attrs": {
        "required": [
         "index"
        ],
        "additionalProperties": false,
        "properties": {
         "index": {
          "$ref": "#/definitions/count"
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "enum": [
         "scatter_add",
         "scatter_max",
         "read_rows"
        ]
       },
       "attrs": {
        "required": [
         "rows"
        ],
        "additionalProperties": false,
        "properties": {
         "rows": {
          "$ref": "#/definitions/dim"
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "const": "loop"
       },
       "attrs": {
        "required": [
         "states",
         "scanned",
         "direction",
         "length",
         "body"
        ],
        "additionalProperties": false,
        "properties": {
         "states": {
          "$ref": "#/definitions/count"
         },
         "scanned": {
          "$ref": "#/definitions/count"
         },
         "direction": {
          "enum": [
           "forward",
           "backward"
          ]
         },
         "length": {
          "$ref": "#/definitions/dim"
         },
         "body": {
          "$ref": "#/definitions/body"
         },
         "ragged": {
          "type": "array",
          "minItems": 1,
          "items": {
           "type": "object",
           "required": [
            "symbol",
            "total"
           ],
           "additionalProperties": false,
           "properties": {
            "symbol": {
             "type": "string"
            },
            "total": {
             "$ref": "#/definitions/dim"
            }
           }
          }
         }
        }
       }
      }
     },
     {
      "properties": {
       "op": {
        "const": "matmul_bias"
       },
       "attrs": {
        "required": [
         "activation"
        ],
        "additionalProperties": false,
        "properties": {
         "activation": {
          "enum": [
           "linear",
           "relu",
           "sigmoid"
          ]
         }
        }
       }
      }
     }
    ]
   },
   "else": {
    "properties": {
     "attrs": {
      "additionalProperties": false
     }
    }
   }
  }
 }
};
